/** Bugs in the API and in the page. Found only where they run. */
import type { Mutant } from './mutant.ts'

const postCard = 'src/payment-page/post-card.ts'
const postCancel = 'src/payment-page/post-cancel.ts'
const wish = { shells: 'real' } as const

export const shellMutants: readonly Mutant[] = [
  {
    name: 'a form of an earlier attempt starts the next one',
    seedsMax: 500,
    wish,
    edits: [
      {
        file: postCard,
        find: "if (state.kind !== 'open' || state.attemptNumber !== attemptNumber)",
        replace: "if (state.kind !== 'open')",
      },
    ],
  },
  {
    name: 'an old cancel form cancels a later attempt',
    seedsMax: 2_000,
    wish,
    edits: [
      {
        file: postCancel,
        find: 'if (!isAsked || state.attemptNumber !== attemptNumber)',
        replace: 'if (!isAsked)',
      },
    ],
  },
  {
    name: 'a commit in doubt is answered as a fault',
    seedsMax: 500,
    wish,
    edits: [
      { file: 'src/api/error-response.ts', find: '    thrown instanceof CommitUnknown ||\n', replace: '' },
    ],
  },
  // The commit, and after a refusal another look, find the kept response all the same.
  {
    name: 'a repeated request is handled again',
    seedsMax: null,
    wish,
    edits: [
      {
        file: 'src/api/handle-once.ts',
        find: '    if (kept !== null) return { response: kept, isReplay: true }\n',
        replace: '',
      },
    ],
  },
  {
    name: 'the response to a change is not kept',
    seedsMax: 200,
    wish,
    edits: [
      {
        file: 'src/operations/change-payment.ts',
        find: 'publicEvents, idempotency: record })',
        replace: 'publicEvents, idempotency: record && null })',
      },
    ],
  },
  {
    name: 'a card that was declined too often is sent again',
    seedsMax: 100,
    wish: { world: 'throttled' },
    edits: [
      {
        file: 'src/throttles/card-limits.ts',
        find: "if (this.#byHour.isFull(card, nowMs) || this.#byDay.isFull(atMerchant, nowMs)) return 'declines_by_card'",
        replace: '',
      },
    ],
  },
]
