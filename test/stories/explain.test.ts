/** `flowlix explain`: what an operator reads when a merchant asks what became of a payment. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import { explainPayment } from '../../src/cli/explain.ts'
import { mask } from '../../src/core/card/mask.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, direct, passTime, payDirectly, payOnPage, refund, settle, view } from './payments.ts'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

const tell = async (id: string) => (await explainPayment(app.app.storage, id)).join('\n')

it('a session waits for a card', async () => {
  const { id } = await createSession(app)
  const text = await tell(id)
  expect(text).toBe(
    [
      `${id}: 2500 eur (minor units), test mode, hosted, of merchant ${app.merchantId}`,
      '',
      '2026-11-23 12:00:00.000Z  A session for the hosted page was created; it stays open until 2026-11-24 12:00:00.000Z.',
      '',
      'What happens next:',
      '  A card, until 2026-11-24 12:00:00.000Z.',
    ].join('\n'),
  )
})

it('a payment that succeeded and was refunded', async () => {
  const { id } = await createSession(app)
  await payOnPage(app, id)
  await refund(app, id, { amount: 1_000, reason: 'requested_by_customer' })
  await settle(app)
  await passTime(app, 10_000)
  const text = await tell(id)
  expect(text).toContain('Attempt 1 started, with a card ending in 1111.')
  expect(text).toMatch(/The acquirer approved attempt 1 \(transaction \S+\)\./)
  expect(text).toContain('The payment succeeded.')
  expect(text).toMatch(/Refund \S+ of 1000 minor units was requested \(requested_by_customer\)/)
  expect(text).toMatch(/Refund \S+ was paid out\./)
  expect(text).toContain('Nothing. Its status, succeeded, is final.')
})

it('an answer that was lost, before and after the outcome is known', async () => {
  const created = await app.call('POST', '/v1/payments', direct('4000000000001976'))
  const { id } = await view(created)
  expect(await tell(id)).toContain("The acquirer's answer to attempt 1; a worker checks it at")
  await passTime(app, 30_000, 500)
  const text = await tell(id)
  for (const sentence of [
    'No conclusive answer arrived for attempt 1: no answer.',
    'it has no record of it, which is not conclusive yet.',
    'it has no record of it, 2 times in a row.',
    'The gateway decided to reverse attempt 1: the acquirer has no record of it.',
    'The acquirer confirmed that attempt 1 is reversed; no money is held for it.',
    'The payment failed (processing_error).',
  ]) {
    expect(text).toContain(sentence)
  }
})

it('shows no card number, and its lines are in chronological order', async () => {
  const { id } = await payDirectly(app)
  const text = await tell(id)
  expect(mask(text)).toBe(text)
  const times = text.match(/^2026-\S+ \S+Z/gm) ?? []
  expect(times.length).toBeGreaterThan(2)
  expect([...times].sort()).toEqual(times)
})

it('refuses a payment that does not exist', async () => {
  await expect(tell('pay_unknown')).rejects.toThrow('There is no payment pay_unknown in this database')
})
