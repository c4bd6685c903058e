/** Bugs in how money is paid back. */
import type { Mutant } from './mutant.ts'

const decideRefund = 'src/core/refund/decide-refund.ts'

export const refundMutants: readonly Mutant[] = [
  {
    name: "a refund's reversal that is no tombstone is believed at once",
    seedsMax: 20_000,
    edits: [
      {
        file: decideRefund,
        find: '!isReversed || isTombstone ? null : nextRepetitionMs(refund.createdAtMs, context)',
        replace: 'null',
      },
    ],
  },
  {
    name: 'a refund without an answer is recorded as failed',
    seedsMax: 500,
    edits: [
      {
        file: decideRefund,
        find: "if (answer.kind === 'not_sent') {\n    return",
        replace: 'if (true) {\n    return',
      },
    ],
  },
  {
    name: 'a refund that is not found is recorded as failed',
    seedsMax: 2_000,
    edits: [
      {
        file: decideRefund,
        find: "if (answer.kind === 'reversed') {\n    return happened({ type: 'refund_failed'",
        replace:
          "if (answer.kind === 'reversed' || (answer.kind === 'not_found' && refund.state === 'unknown')) {\n    return happened({ type: 'refund_failed'",
      },
    ],
  },
  {
    name: 'refunds in doubt give their reservation back',
    seedsMax: 2_000,
    edits: [
      {
        file: 'src/core/refund/refund.ts',
        find: "(refund.state === 'failed' ? sum : sum + refund.amountMinor)",
        replace: "(refund.state === 'failed' || refund.state === 'unknown' ? sum : sum + refund.amountMinor)",
      },
    ],
  },
]
