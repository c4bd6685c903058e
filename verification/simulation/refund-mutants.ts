/** Bugs in how money is paid back. */
import { functionsOf, type Mutant } from './mutant.ts'

const inRefund = functionsOf<typeof import('../../src/core/refund/refund.ts')>('src/core/refund/refund.ts')
const inDecideRefund = functionsOf<typeof import('../../src/core/refund/decide-refund.ts')>(
  'src/core/refund/decide-refund.ts',
)

export const refundMutants: readonly Mutant[] = [
  {
    name: "a refund's reversal that is no tombstone is believed at once",
    seedsMax: 2000,
    wish: { world: 'late_arrivals' },
    edits: [
      inDecideRefund('recordRefundReversal', (record) => (payment, command, context) => {
        const rules = { ...context.rules, repeatReversalMs: [] }
        return record(payment, command, { ...context, rules })
      }),
    ],
  },
  {
    name: 'a refund without an answer is recorded as failed',
    seedsMax: 500,
    edits: [
      inDecideRefund('recordRefundAnswer', (record) => (payment, command, context) => {
        const isMissing = command.answer.kind === 'unknown'
        return record(payment, isMissing ? { ...command, answer: { kind: 'not_sent' } } : command, context)
      }),
    ],
  },
  {
    name: 'a refund that is not found is recorded as failed',
    seedsMax: 2000,
    edits: [
      inDecideRefund('recordRefundInquiry', (record) => (payment, command, context) => {
        const refund = payment.refunds.find(({ id }) => id === command.refundId)
        const isMissing = refund?.state === 'unknown' && command.answer.kind === 'not_found'
        return record(payment, isMissing ? { ...command, answer: { kind: 'reversed' } } : command, context)
      }),
    ],
  },
  {
    name: 'refunds in doubt give their reservation back',
    seedsMax: 2000,
    edits: [
      inRefund(
        'reservedMinor',
        (reserved) => (refunds) => reserved(refunds.filter(({ state }) => state !== 'unknown')),
      ),
    ],
  },
  {
    name: 'refunds that are set aside give their reservation back',
    seedsMax: 1000,
    wish: { world: 'day_outage' },
    edits: [
      inRefund(
        'reservedMinor',
        (reserved) => (refunds) => reserved(refunds.filter(({ state }) => state !== 'set_aside')),
      ),
    ],
  },
]
