/** Bugs in how money is asked for, in what is believed about it, and in how it is called back. */
import { functionsOf, type Mutant } from './mutant.ts'

const submitCard = 'src/operations/submit-card.ts'
const decideAttempt = 'src/core/attempt/decide-attempt.ts'
const invariants = 'src/core/payment/invariants.ts'

const inDecideAttempt = functionsOf<typeof import('../../src/core/attempt/decide-attempt.ts')>(decideAttempt)
const inDecideInquiry = functionsOf<typeof import('../../src/core/attempt/decide-inquiry.ts')>(
  'src/core/attempt/decide-inquiry.ts',
)
const inDecideReversal = functionsOf<typeof import('../../src/core/attempt/decide-reversal.ts')>(
  'src/core/attempt/decide-reversal.ts',
)
const inDecideEnding = functionsOf<typeof import('../../src/core/payment/decide-ending.ts')>(
  'src/core/payment/decide-ending.ts',
)
const inQuestions = functionsOf<typeof import('../../src/operations/acquirer/questions.ts')>(
  'src/operations/acquirer/questions.ts',
)

export const attemptMutants: readonly Mutant[] = [
  {
    name: 'the acquirer is called before the attempt is saved',
    seedsMax: 100,
    edits: [
      {
        file: submitCard,
        find: 'const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))',
        replace: `const open = await gateway.storage.findPayment(paymentId)
          if (open === null || open.ending !== null || open.attempts.length !== number - 1) return { kind: 'not_found' }
          const reference = gateway.installationId + '-' + paymentId.replace('pay_', '').replaceAll('-', '') + 'a' + number
          const unsaved = { reference, number, ...submission.acquirer, card: cardSummary }
          const answer = await send(gateway, open, unsaved, submission)
          const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))`,
      },
      {
        file: submitCard,
        find: 'runAttempt(gateway, started.payment, submission, begunMs)',
        replace: 'recordAnswer(gateway, started.payment, number, answer)',
      },
    ],
  },
  {
    name: 'no answer is recorded as a decline',
    seedsMax: 100,
    edits: [
      inDecideAttempt('recordAnswer', (record) => (payment, command, context) => {
        const declined = { kind: 'declined', declineCode: 'processing_error', country: null } as const
        const isMissing = command.answer.kind === 'unknown'
        return record(payment, isMissing ? { ...command, answer: declined } : command, context)
      }),
    ],
  },
  {
    name: 'the worker leaves attempts alone',
    seedsMax: 100,
    edits: [
      functionsOf<typeof import('../../src/core/payment/next-step.ts')>('src/core/payment/next-step.ts')(
        'nextStep',
        (nextStep) => (payment, now) => {
          const step = nextStep(payment, now)
          return step !== null && 'attempt' in step ? null : step
        },
      ),
    ],
  },
  {
    name: 'a decided reversal is not sent',
    seedsMax: 200,
    edits: [
      functionsOf<typeof import('../../src/operations/ask-about.ts')>('src/operations/ask-about.ts')(
        'askAbout',
        (askAbout) => async (gateway, payment, step, epoch, lease) => {
          if (step.kind !== 'reverse') return askAbout(gateway, payment, step, epoch, lease)
          const acquirer = gateway.acquirers[payment.mode].byName.get(step.attempt.acquirer)
          const isTombstone = acquirer?.capabilities.attemptReversalIsTombstone === true
          const reversed = { answer: { kind: 'reversed' }, inquiry: null, isTombstone, epoch } as const
          return { type: 'record_reversal', number: step.attempt.number, ...reversed }
        },
      ),
    ],
  },
  {
    name: '"not found" is believed at once',
    seedsMax: 500,
    edits: [
      inDecideInquiry('recordInquiry', (record) => (payment, command, context) => {
        const isUnknown = payment.attempts[command.number - 1]?.state === 'unknown'
        const declined = { kind: 'declined', declineCode: 'processing_error', country: null } as const
        const isBelieved = isUnknown && command.answer.kind === 'not_found'
        return record(payment, isBelieved ? { ...command, answer: declined } : command, context)
      }),
    ],
  },
  {
    name: 'several attempts at once',
    seedsMax: 500,
    edits: [
      {
        file: decideAttempt,
        find: "if (blockingAttempt(payment) !== null) return refuse('attempt_running')",
        replace: '',
      },
      {
        file: decideAttempt,
        find: "if (command.number !== payment.attempts.length + 1) return refuse('superseded')",
        replace: 'command = { ...command, number: payment.attempts.length + 1 }',
      },
      {
        file: invariants,
        find: "must(blocking.length <= 1, 'at most one attempt blocks the next one')",
        replace: '',
      },
    ],
  },
  {
    name: 'sent again after a timeout, same reference',
    seedsMax: 1000,
    edits: [
      inQuestions('authorize', (authorize) => (request) => ({
        ...authorize(request),
        put: async (acquirer, signal) => {
          const answer = await acquirer.authorize(request, signal)
          return answer.kind === 'unknown' ? acquirer.authorize(request, signal) : answer
        },
      })),
    ],
  },
  {
    name: 'sent again after a timeout, new reference',
    seedsMax: 1000,
    edits: [
      inQuestions('authorize', (authorize) => (request) => ({
        ...authorize(request),
        put: async (acquirer, signal) => {
          const again = { ...request, reference: `${request.reference}b` }
          const answer = await acquirer.authorize(request, signal)
          return answer.kind === 'unknown' ? acquirer.authorize(again, signal) : answer
        },
      })),
    ],
  },
  {
    name: 'another amount is believed',
    seedsMax: 2000,
    edits: [
      functionsOf<typeof import('../../src/core/payment/outcome.ts')>('src/core/payment/outcome.ts')(
        'matchesTerms',
        (matches) => (payment, attempt, answer) =>
          matches(payment, attempt, { ...answer, amountMinor: payment.amountMinor }),
      ),
    ],
  },
  {
    name: 'what the browser brings back from the issuer is believed',
    seedsMax: 500,
    edits: [
      inDecideInquiry('recordConclusiveAnswer', (record) => (payment, command, context) => {
        const { amountMinor, currency } = payment
        const reference = payment.attempts[command.number - 1]?.reference ?? ''
        const terms = { reference, amountMinor, currency, acquirerTransactionId: 'b', country: null }
        const isBelieved = command.answer.kind === 'declined'
        const believed = { ...command, answer: { kind: 'approved', ...terms } as const }
        return record(payment, isBelieved ? believed : command, context)
      }),
    ],
  },
  {
    name: 'a customer who leaves the challenge fails the payment, and nothing is reversed',
    seedsMax: 500,
    edits: [
      inDecideEnding('abandon', (abandon) => (payment, command, context) => {
        const decision = abandon(payment, command, context)
        if (!('events' in decision)) return decision
        const events = decision.events.map((event) => {
          if (event.type !== 'attempt_reversal_decided') return event
          const { number, declineCode, atMs } = event
          return { type: 'attempt_declined', number, declineCode, country: null, atMs } as const
        })
        return { events }
      }),
    ],
  },
  {
    name: 'a reversal that is no tombstone is not repeated',
    seedsMax: 500,
    wish: { world: 'late_arrivals' },
    edits: [
      inDecideReversal('recordReversal', (record) => (payment, command, context) => {
        const rules = { ...context.rules, repeatReversalMs: [] }
        return record(payment, command, { ...context, rules })
      }),
    ],
  },
  {
    name: 'a reversal without an acknowledgment counts as one',
    seedsMax: 1000,
    edits: [
      inDecideReversal(
        'recordReversal',
        (record) => (payment, command, context) =>
          record(payment, { ...command, answer: { kind: 'reversed' } }, context),
      ),
    ],
  },
  {
    name: 'a challenge that was not completed in time is not reversed',
    seedsMax: 1000,
    edits: [
      inDecideInquiry('recordInquiry', (record) => (payment, command, context) => {
        const decision = record(payment, command, context)
        if (!('events' in decision)) return decision
        const events = decision.events.map((event) => {
          if (event.type !== 'attempt_reversal_decided') return event
          if (event.declineCode !== 'authentication_failed') return event
          const { number, declineCode, atMs } = event
          return { type: 'attempt_declined', number, declineCode, country: null, atMs } as const
        })
        return { events }
      }),
    ],
  },
  {
    name: 'a customer who leaves the challenge is told only when it is reversed',
    seedsMax: 500,
    edits: [
      inDecideEnding('abandon', (abandon) => (payment, command, context) => {
        const decision = abandon(payment, command, context)
        if (!('events' in decision)) return decision
        const [first, ...others] = decision.events
        if (first?.type !== 'attempt_reversal_decided' || others.length === 0) return decision
        return { events: [{ ...first, paymentWaits: true }] }
      }),
    ],
  },
  {
    name: '"not found" counts before the quiet time is over',
    seedsMax: 3_000,
    wish: { world: 'late_arrivals' },
    edits: [
      inDecideInquiry('recordInquiry', (record) => (payment, command, context) => {
        const rules = { ...context.rules, quietMs: 0 }
        return record(payment, command, { ...context, rules })
      }),
    ],
  },
  {
    name: 'nobody is told of a reversal that is never acknowledged',
    seedsMax: 200,
    wish: { world: 'day_outage' },
    edits: [
      inDecideReversal('recordReversal', (record) => (payment, command, context) => {
        const rules = { ...context.rules, setAsideAfterMs: Number.POSITIVE_INFINITY }
        return record(payment, command, { ...context, rules })
      }),
    ],
  },
]
