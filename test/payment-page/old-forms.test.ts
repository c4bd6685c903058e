/** Where further cards may be tried, the form of an earlier card has passed: it starts nothing and cancels nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

const noFunds = { ...card, number: '4000000000009995' }
const challenged = { ...card, number: '4635440000002223' }

let gateway: TestApp
let visitor: Visitor
beforeAll(async () => {
  const times = { sessionLifeMs: 86_400_000, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }
  gateway = await openTestApp({ settings: { ...times, attemptsMax: 3 } })
  visitor = new Visitor(gateway)
})
afterAll(() => gateway.close())

async function attemptsOf(id: string): Promise<readonly string[]> {
  const payment = await gateway.app.storage.findPayment(id)
  return payment?.attempts.map(({ state }) => state) ?? []
}

async function expectNothingDone(answer: Response, id: string, attempts: readonly string[]): Promise<void> {
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
  expect(await attemptsOf(id)).toEqual(attempts)
  expect((await visitor.read(id)).decline_code).toBeNull()
}

describe('the form of a card that was declined', () => {
  it('does not pay when it is sent again', async () => {
    const id = await visitor.newPayment()
    const old = await visitor.actionOf(id, 'pay')
    await visitor.post(old, noFunds)
    await expectNothingDone(await visitor.post(old, card), id, ['declined'])
  })

  it('asks the bank once when it is sent twice at the same time', async () => {
    const id = await visitor.newPayment()
    const actions = [await visitor.actionOf(id, 'pay'), await visitor.actionOf(id, 'pay')]
    await Promise.all(actions.map((action) => visitor.post(action, noFunds)))
    expect(await attemptsOf(id)).toEqual(['declined'])
  })

  it('leaves the next card its turn', async () => {
    const id = await visitor.newPayment()
    const old = await visitor.actionOf(id, 'pay')
    await visitor.post(old, noFunds)
    await visitor.post(old, noFunds)
    await visitor.pay(id)
    expect(await attemptsOf(id)).toEqual(['declined', 'approved'])
  })

  it('does not cancel the payment any more', async () => {
    const id = await visitor.newPayment()
    const old = await visitor.actionOf(id, 'cancel')
    await visitor.pay(id, noFunds)
    await expectNothingDone(await visitor.post(old), id, ['declined'])
  })

  it('does not cancel the challenge of the next card', async () => {
    const id = await visitor.newPayment()
    const old = await visitor.actionOf(id, 'cancel')
    await visitor.pay(id, noFunds)
    await visitor.pay(id, challenged)
    await expectNothingDone(await visitor.post(old), id, ['declined', 'challenged'])
  })

  it('does not cancel the payment either when the next card comes in between', async () => {
    const id = await visitor.newPayment()
    const old = await visitor.actionOf(id, 'cancel')
    const pay = await visitor.actionOf(id, 'pay')
    // Both forms are of the first card; whichever is first wins, and the other one has passed.
    const [canceled] = await Promise.all([visitor.post(old), visitor.post(pay, noFunds)])
    const attempts = await attemptsOf(id)
    if (canceled.headers.get('location') === `/hpp/${id}/return`) expect(attempts).toEqual([])
    else await expectNothingDone(canceled, id, ['declined'])
  })
})

describe('the form of the current card', () => {
  it('cancels, and the payment ends with what the last card was declined with', async () => {
    const id = await visitor.newPayment()
    await visitor.pay(id, noFunds)
    await visitor.leave(id)
    expect(await visitor.read(id)).toMatchObject({ status: 'failed', decline_code: 'insufficient_funds' })
  })

  it('cancels before any card as the customer wanted it', async () => {
    const id = await visitor.newPayment()
    await visitor.leave(id)
    expect(await visitor.read(id)).toMatchObject({ status: 'failed', decline_code: 'canceled_by_customer' })
  })
})
