/** Bugs around announced charges, the return from the issuer, accounts, and refunds that are sent again. */
import { functionsOf, type Mutant } from './mutant.ts'

const decideAttempt = 'src/core/attempt/decide-attempt.ts'
const finishChallenge = 'src/operations/finish-challenge.ts'
const askAbout = 'src/operations/ask-about.ts'

export const announcementMutants: readonly Mutant[] = [
  {
    name: 'a card is sent although the handle was not saved',
    seedsMax: 2_000,
    edits: [
      {
        file: 'src/operations/prepare-attempt.ts',
        find: "return result.kind === 'changed' ? handle : null",
        replace: "return result.kind === 'not_found' ? null : handle",
      },
    ],
  },
  {
    name: 'an attempt without a handle is asked about',
    seedsMax: 500,
    edits: [
      {
        file: decideAttempt,
        find: 'if (isUnprepared(attempt)) return neverSent(payment, number, context)',
        replace: '',
      },
    ],
  },
  {
    name: 'an attempt with a handle is closed as one whose card was not sent',
    seedsMax: 500,
    edits: [
      {
        file: decideAttempt,
        find: 'return mustPrepare && handle === null',
        replace: 'return mustPrepare',
      },
    ],
  },
  {
    name: 'the acquirer goes on before the return is saved',
    seedsMax: 500,
    edits: [
      {
        file: finishChallenge,
        find: "if (attempt?.state !== 'challenged' || attempt.returned === null) return current",
        replace: "if (attempt?.state !== 'challenged') return current",
      },
      functionsOf<typeof import('../../src/core/attempt/decide-return.ts')>(
        'src/core/attempt/decide-return.ts',
      )('recordChallengeReturned', () => () => ({ events: [] })),
    ],
  },
  {
    name: 'a refund is sent again under another reference',
    seedsMax: 500,
    edits: [
      functionsOf<typeof import('../../src/operations/acquirer/questions.ts')>(
        'src/operations/acquirer/questions.ts',
      )('refundSoon', (refundSoon) => (terms) => refundSoon({ ...terms, reference: `${terms.reference}b` })),
    ],
  },
  {
    name: 'a refund is sent again after its time',
    seedsMax: 1_000,
    wish: { world: 'day_outage' },
    edits: [
      {
        file: askAbout,
        find: 'return forMs !== null && waitedSince(asking, sinceMs) < forMs',
        replace: 'return forMs !== null',
      },
    ],
  },
  {
    name: 'a refund that can be sent again is reversed when it is not found',
    seedsMax: 2_000,
    edits: [
      {
        file: askAbout,
        find: "const isRepeated = refund.state === 'unknown' && isRepeatable(asking, refund.createdAtMs)",
        replace: "const isRepeated = refund.state === 'sending' && isRepeatable(asking, refund.createdAtMs)",
      },
      {
        file: askAbout,
        find: 'acquirer?.reverseRefund !== undefined && acquirer.capabilities.refundIsRepeatableForMs === null',
        replace: 'acquirer?.reverseRefund !== undefined',
      },
    ],
  },
  {
    name: 'an attempt is sought at the usual account and not at its own',
    seedsMax: 500,
    edits: [
      functionsOf<typeof import('../../src/operations/acquirer/terms.ts')>(
        'src/operations/acquirer/terms.ts',
      )('attemptTerms', (attemptTerms) => (gateway, money, attempt) => ({
        ...attemptTerms(gateway, money, attempt),
        account: null,
      })),
    ],
  },
]
