/** What became of a payment at Checkout.com when the customer comes back from the issuer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizeRequest } from '../../../src/ports/acquirer.ts'
import { on, type StandInAnswer } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, challengedPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: 60_000 })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

function moneyOf({ reference }: AuthorizeRequest) {
  return world.standIn.book
    .all()
    .filter((payment) => payment.reference === reference)
    .map(({ status }) => status)
}

describe('after a challenge', () => {
  it('the payment is approved once it is authorized, because the capture was accepted with it', async () => {
    const sent = request(challengedPan)
    await world.authorize(sent)
    const [payment] = world.standIn.book.all()
    world.standIn.book.answerChallenge(payment?.id ?? '', true)
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'pending' })
    expect(await world.finishChallenge(world.termsOf(sent))).toMatchObject({
      ...{ kind: 'approved', acquirerTransactionId: payment?.id, reference: sent.reference },
      ...{ amountMinor: 2_500, currency: 'eur' },
    })
    expect(moneyOf(sent)).toStrictEqual(['Authorized'])
  })

  it.each([false, null])(
    'an authorization whose approval is %s counts only when it is captured',
    async (approved) => {
      const sent = request(challengedPan)
      await world.authorize(sent)
      const [payment] = world.standIn.book.all()
      world.standIn.book.answerChallenge(payment?.id ?? '', true)
      const change = ({ status, body }: StandInAnswer) => ({
        status,
        body: JSON.stringify({ ...JSON.parse(body), approved }),
      })
      world.standIn.faults.inject(on('GET', /pay_\w+$/), { kind: 'changed', change }, 5)
      expect(await world.finishChallenge(world.termsOf(sent))).toStrictEqual({ kind: 'pending' })
    },
  )

  it('the payment is asked about until its own status shows how it ended', async () => {
    const sent = request(challengedPan)
    await world.authorize(sent)
    const [payment] = world.standIn.book.all()
    let asked = 0
    world.standIn.faults.inject(
      on('GET', /pay_\w+$/),
      {
        kind: 'changed',
        change: (answer) => {
          asked += 1
          if (asked === 2) world.standIn.book.answerChallenge(payment?.id ?? '', true)
          return answer
        },
      },
      5,
    )
    expect(await world.finishChallenge(world.termsOf(sent))).toMatchObject({ kind: 'approved' })
    expect(asked).toBe(3)
  })

  it('that has not been answered, the adapter does not ask for ever', async () => {
    const sent = request(challengedPan)
    await world.authorize(sent)
    world.standIn.log.clear()
    expect(await world.finishChallenge(world.termsOf(sent))).toMatchObject({ kind: 'challenge' })
    expect(world.standIn.log.lines()).toHaveLength(10)
  })
})
