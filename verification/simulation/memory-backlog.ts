/** What waits in the memory storage. */
import type { Payment } from '../../src/core/payment/payment.ts'
import type { Backlog, Unsettled } from '../../src/ports/storage.ts'

type Waiting = Readonly<{ payment: Payment; wakeAtMs: number | null }>
type Part = Readonly<{ part: Unsettled['part']; state: Unsettled['state']; sinceMs: number }>

/** What is under way, and not yet in doubt. */
const expected: ReadonlySet<string> = new Set([
  'attempt sending',
  'attempt challenged',
  'refund sending',
  'refund pending',
])

export function backlogIn(payments: readonly Waiting[], nowMs: number): Backlog {
  const dueMs = payments.flatMap(({ wakeAtMs }) => (wakeAtMs === null || wakeAtMs > nowMs ? [] : [wakeAtMs]))
  const parts = payments.flatMap(({ payment }) => unsettledParts(payment))
  const byState = Map.groupBy(parts, ({ part, state }) => `${part} ${state}`)
  const unsettled = [...byState.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    const { part, state } = first
    return [{ part, state, count: all.length, oldestMs: Math.min(...all.map(({ sinceMs }) => sinceMs)) }]
  })
  return { oldestDueMs: dueMs.length === 0 ? null : Math.min(...dueMs), unsettled }
}

function unsettledParts({ attempts, refunds }: Payment): readonly Part[] {
  const open = [
    ...attempts.map(({ state, startedAtMs, settledAtMs }) => ({
      ...({ part: 'attempt', state } as const),
      sinceMs: startedAtMs,
      isSettled: settledAtMs !== null,
    })),
    ...refunds.map(({ state, createdAtMs, completedAtMs }) => ({
      ...({ part: 'refund', state } as const),
      sinceMs: createdAtMs,
      isSettled: completedAtMs !== null,
    })),
  ]
  return open.filter(({ part, state, isSettled }) => !isSettled && !expected.has(`${part} ${state}`))
}
