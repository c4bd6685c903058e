/** Customers in a real browser whose payments go through Stripe's adapter to a stand-in, and what merchants do with them. */

import type { Page } from 'playwright-core'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createStripe } from '../../src/acquirers/stripe/create-stripe.ts'
import { reconcileBooks } from '../../src/operations/reconciliation/reconcile-books.ts'
import { on } from '../../verification/acquirers/stand-in/faults.ts'
import { type StripeStandIn, startStripe } from '../../verification/acquirers/stripe/start-stripe.ts'
import { customer, goToPay, openTown, pay, readPayment, type Town } from '../../verification/browser/town.ts'

const approved = '4242424242424242'
const declined = '4000000000009995'
const challenged = '4000000000003220'
const minuteMs = 60_000

let town: Town
let stripe: StripeStandIn
beforeAll(async () => {
  stripe = await startStripe()
  const settings = { sessionLifeMs: 30 * minuteMs, attemptsMax: 3 }
  const acquirer = createStripe({
    secretKey: stripe.secretKey,
    livemode: false,
    proxy: null,
    loadSdk: () => Stripe,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    baseUrl: stripe.url,
  })
  town = await openTown({ settings, testAcquirers: [acquirer] })
}, 60_000)
afterAll(async () => {
  await town.close()
  await stripe.close()
})

const attemptsOf = async (id: string) => (await town.gateway.app.storage.findPayment(id))?.attempts ?? []
const isBack = () => `${town.shopUrl}/checkout/**status=succeeded**`
const atIssuer = () => `${stripe.url}/3d_secure_2/**`
const answer = (page: Page, result: 'pass' | 'fail') => page.locator(`button[value=${result}]`).click()

/** What Stripe holds of a payment. */
async function heldOf(id: string): Promise<number> {
  const references = (await attemptsOf(id)).map(({ reference }) => reference)
  return references.reduce((sum, reference) => sum + stripe.book.heldMinor(reference), 0)
}

async function amountOf(id: string): Promise<number> {
  return (await town.gateway.app.storage.findPayment(id))?.amountMinor ?? 0
}

/** A customer who has paid with this card. */
async function payer(pan: string, scripts = true) {
  const { context, page } = await customer(town, scripts)
  const id = await goToPay(town, page)
  await pay(page, pan)
  return { page, id, leave: () => context.close() }
}

it('a good card is paid', async () => {
  const { page, id, leave } = await payer(approved)
  await page.waitForURL(isBack())
  expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded', card: { country: 'US' } })
  expect(await heldOf(id)).toBe(await amountOf(id))
  await leave()
})

it('after a decline, another card is paid, and the first PaymentIntent can never be confirmed', async () => {
  const { page, id, leave } = await payer(declined)
  await page.getByRole('alert').first().waitFor()
  await pay(page, approved)
  await page.waitForURL(isBack())
  const attempts = await attemptsOf(id)
  expect(attempts.map(({ state, declineCode }) => declineCode ?? state)).toEqual([
    'insufficient_funds',
    'approved',
  ])
  const [first] = attempts
  expect(stripe.book.intents().find((intent) => intent.id === first?.handle)?.status).toBe('canceled')
  await leave()
})

it.each([true, false])('a challenge that is passed is paid (with scripts: %s)', async (scripts) => {
  const { page, id, leave } = await payer(challenged, scripts)
  await page.waitForURL(atIssuer())
  expect(await readPayment(town, id)).toMatchObject({ status: 'requires_action' })
  expect(await heldOf(id)).toBe(0)
  await answer(page, 'pass')
  await page.waitForURL(isBack())
  expect(await heldOf(id)).toBe(await amountOf(id))
  await leave()
})

it('after a challenge that has failed, the customer reads why, and pays with another card', async () => {
  const { page, id, leave } = await payer(challenged)
  await page.waitForURL(atIssuer())
  await answer(page, 'fail')
  await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
  expect(await page.innerText('main')).toContain('Your bank couldn’t verify that it’s you.')
  await pay(page, approved)
  await page.waitForURL(isBack())
  expect(await heldOf(id)).toBe(await amountOf(id))
  await leave()
})

it('who passes the challenge and never comes back is not charged', async () => {
  const { page, id, leave } = await payer(challenged)
  await page.waitForURL(atIssuer())
  const body = new URLSearchParams({ result: 'pass' })
  await fetch(page.url(), { method: 'POST', body, redirect: 'manual' })
  await leave()
  town.later(11 * minuteMs)
  await town.work()
  expect((await attemptsOf(id))[0]?.state).toBe('reversed')
  expect(await heldOf(id)).toBe(0)
})

it('a lost answer is found out, and the customer sees that the payment has succeeded', async () => {
  stripe.faults.inject(on('POST', /confirm$/), { kind: 'answer_lost' })
  const { page, id, leave } = await payer(approved)
  await expect.poll(async () => (await attemptsOf(id))[0]?.state).toBe('unknown')
  expect(await readPayment(town, id)).toMatchObject({ status: 'pending' })
  town.later(minuteMs)
  await town.work()
  await page.waitForURL(isBack())
  expect(await heldOf(id)).toBe(await amountOf(id))
  await leave()
})

it('a lost request is reversed, and nothing is charged', async () => {
  stripe.faults.inject(on('POST', /confirm$/), { kind: 'late' })
  const { id, leave } = await payer(approved)
  for (let minute = 0; minute < 12; minute++) {
    town.later(minuteMs)
    await town.work()
  }
  stripe.releaseLate()
  expect(await heldOf(id)).toBe(0)
  expect((await attemptsOf(id))[0]?.state).toBe('reversed')
  await leave()
})

it('a payment is refunded in part and then whole, and both books agree', async () => {
  const { page, id, leave } = await payer(approved)
  await page.waitForURL(isBack())
  const amount = await amountOf(id)
  for (const part of [100, amount - 100]) {
    const body = { amount: part, reason: 'returned' }
    expect((await town.gateway.call('POST', `/v1/payments/${id}/refund`, body)).status).toBe(200)
    await town.gateway.app.gateway.running.drained()
  }
  await town.work()
  expect(await heldOf(id)).toBe(0)
  expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded', refunded_amount: amount })
  const { gateway } = town.gateway.app
  const span = {
    mode: 'test',
    fromMs: Date.now() - 60 * minuteMs,
    toMs: Date.now() + 120 * minuteMs,
  } as const
  expect((await reconcileBooks(gateway, span)).differences).toEqual([])
  await leave()
})
