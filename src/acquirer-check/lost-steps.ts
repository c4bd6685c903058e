/** The line is cut, and what happened must be found out all the same. */
import { type Bench, StepFailed } from './bench.ts'
import { expectKind, said } from './expect.ts'
import type { Loss } from './line.ts'
import { undone } from './payment-steps.ts'

/** Adapters send the card in one request and move the money in the next one. */
const cardRequest = 1
const moneyRequest = 2
export async function lostCard(bench: Bench): Promise<string> {
  const { answer } = await payWithLoss(bench, cardRequest, 'answer')
  expectKind(answer, 'not_sent')
  return 'not sent: no request that moves money followed'
}

export async function lostAnswer(bench: Bench): Promise<string> {
  const { attempt, answer } = await payWithLoss(bench, moneyRequest, 'answer')
  expectKind(answer, 'unknown')
  const found = await bench.ask(
    (signal) => bench.acquirer.inquire(attempt, signal),
    ({ kind }) => kind === 'approved',
  )
  const { acquirerTransactionId } = expectKind(found, 'approved', 'the inquiry')
  const how = await undone(bench, { ...attempt, acquirerTransactionId })
  return `the inquiry found the approval, and it was ${how}`
}

export async function lostRequest(bench: Bench): Promise<string> {
  const { acquirer } = bench
  const { attempt, answer } = await payWithLoss(bench, moneyRequest, 'request')
  expectKind(answer, 'unknown')
  const found = await acquirer.inquire(attempt, AbortSignal.timeout(10_000))
  expectKind(found, 'not_found', 'the inquiry')
  if (acquirer.capabilities.lookup === 'by_reference') {
    // It is acknowledged only once the request can no longer arrive, for which the check does not wait.
    const { kind } = await acquirer.reverse(attempt, AbortSignal.timeout(10_000))
    if (kind !== 'reversed' && kind !== 'unknown') throw new StepFailed(`the reversal said ${kind}`)
    return `the inquiry did not find it${kind === 'reversed' ? ', and it was reversed' : ''}`
  }
  await undone(bench, attempt)
  return 'the inquiry did not find it, and its reversal makes sure that this does not change'
}

/** The adapter must not send anything again. */
async function payWithLoss(bench: Bench, nth: number, loss: Loss) {
  let before = 0
  const tried = await bench.pay(bench.options.cards.approved, () => {
    before = bench.line.connections
    bench.line.lose(nth, loss)
  })
  const sent = bench.line.connections - before
  if (sent === nth) return tried
  const count = sent === 1 ? '1 request was sent' : `${sent} requests were sent`
  throw new StepFailed(`${count} instead of ${nth}; the answer was ${said(tried.answer)}`)
}
