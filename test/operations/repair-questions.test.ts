/** What a repair asks the acquirer: in our own words if our records have them, or else in those of the statement. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { repairDifference } from '../../src/operations/reconciliation/repair-books.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AttemptTerms, RefundTerms } from '../../src/ports/acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import { acquirerBook, dayMs, strangerId } from './acquirer-book.ts'
import {
  attemptOf,
  challengePan,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  session,
  submission,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const theirs = acquirerBook(() => world)
const { onlyDifference, repairIt, repairOnly } = theirs
const lost = { kind: 'unknown', cause: 'lost' } as const

/** An acquirer that notes what it is asked to reverse. */
function noting(): { reversals: AttemptTerms[]; reverse: Acquirer['reverse'] } {
  const reversals: AttemptTerms[] = []
  const reverse: Acquirer['reverse'] = async (terms) => {
    reversals.push(terms)
    return { kind: 'reversed' }
  }
  return { reversals, reverse }
}

describe('a charge that is to be taken back', () => {
  it('is named as our records name it, and as the statement does where they do not', async () => {
    const { id } = await session(world)
    const acquirer = { ...sandboxAcquirer, handle: 'ours' }
    const started = await submitCard(world.gateway, id, { ...submission(challengePan), acquirer })
    if (started.kind === 'started') await inTime(world, started.outcome)
    await abandonPayment(world.gateway, id, 1)
    await work(world, 1_000)
    const { reference, startedAtMs, state } = attemptOf(await read(world, id))
    expect(state).toBe('reversed')
    await world.test.clock.advance(1_000)
    const line: StatementLine = {
      ...{
        reference,
        handle: null,
        acquirerTransactionId: 'theirs',
        kind: 'authorization',
        state: 'approved',
      },
      ...{ amountMinor: 2_500, currency: 'eur', last4: null, originalReference: null },
      atMs: world.test.clock.nowMs(),
    }
    const { reversals, reverse } = noting()
    world.behave({ statement: async () => [line], reverse })
    expect(await repairOnly()).toBe('reversed')
    expect(reversals).toMatchObject([
      { reference, startedAtMs, handle: 'ours', acquirerTransactionId: 'theirs' },
    ])
  })

  it('is named as the statement names it if our records do not have it', async () => {
    const reference = await theirs.authorize(strangerId)
    const difference = await onlyDifference()
    const { reversals, reverse } = noting()
    world.behave({ reverse })
    expect(await repairIt({ ...difference, line: null })).toBe('left')
    expect(await repairIt(difference)).toBe('reversed')
    expect(reversals).toMatchObject([{ reference, startedAtMs: difference.line?.atMs, amountMinor: 2_500 }])
    const noted = world.test.logLines.find((line) => line.includes('reversing a charge'))
    expect(JSON.parse(noted ?? '{}')).toMatchObject({ reference, amountMinor: 2_500, isDone: true })
  })
})

describe('money that is to be paid back', () => {
  let sent: RefundTerms[]
  let refund: Acquirer['refund']
  beforeEach(async () => {
    sent = []
    refund = async (terms) => {
      sent.push(terms)
      return { kind: 'pending', acquirerRefundId: 're_1' }
    }
    await theirs.refund(await theirs.authorize(strangerId), 1_000)
  })

  it.each([
    ['is refunded if the acquirer does not know the refund', { kind: 'not_found' }, 'reversed', 1],
    [
      'is not refunded again if a refund is on its way',
      { kind: 'pending', acquirerRefundId: 're_1' },
      'reversed',
      0,
    ],
    [
      'is not refunded again if it has been refunded',
      { kind: 'succeeded', acquirerRefundId: 're_1' },
      'reversed',
      0,
    ],
    [
      'is left alone if its refund has failed',
      { kind: 'failed', declineCode: 'processing_error' },
      'left',
      0,
    ],
    ['is left alone if the acquirer does not answer', lost, 'left', 0],
  ] as const)('%s', async (_, answer, result, refunds) => {
    const difference = await onlyDifference()
    world.behave({ refund, inquireRefund: async () => answer })
    expect(await repairIt(difference)).toBe(result)
    expect(sent).toHaveLength(refunds)
    // Nobody knows whether an earlier run has sent it.
    for (const { isRepeated } of sent) expect(isRepeated).toBe(true)
  })
})

describe('a refund that is being reversed, and that the statement has', () => {
  /** Its answer was lost, and the acquirer does not know it for so long that it is to be reversed. */
  async function reversing() {
    const payment = await paid(world)
    const { reference: charge } = attemptOf(payment)
    world.behave({
      refund: async () => lost,
      inquireRefund: async () => ({ kind: 'not_found' }),
      reverseRefund: async () => lost,
    })
    await requestRefund(world.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    const refundOf = async () => (await read(world, payment.id)).refunds[0]
    for (let i = 0; i < 40 && (await refundOf())?.state !== 'reversing'; i++) await work(world, 500)
    await theirs.refund(charge, 500, (await refundOf())?.reference)
    return refundOf
  }

  it.each([
    ['has failed if a reversal stops what comes after it', true, 'failed'],
    ['waits for the last repetition if it does not', false, 'reversing'],
  ] as const)('and that was reversed since %s', async (_, refundReversalIsTombstone, state) => {
    const refundOf = await reversing()
    const difference = await onlyDifference()
    world.behave({
      capabilities: { ...world.test.app.sandbox.acquirer.capabilities, refundReversalIsTombstone },
      inquireRefund: async () => ({ kind: 'reversed' }),
    })
    // Reversals are repeated for longer than this one has been in doubt.
    const rules = { ...world.gateway.rules, repeatReversalMs: [dayMs] }
    await inTime(world, repairDifference({ ...world.gateway, rules }, 'test', difference))
    expect((await refundOf())?.state).toBe(state)
  })
})
