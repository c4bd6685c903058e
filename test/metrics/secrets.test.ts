/** No metric says whose payment it was: labels have few values, and none is an ID, an address, a key, or a card. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { card, Visitor } from '../payment-page/visitor.ts'
import { payDirectly } from '../stories/payments.ts'
import { defaultThrottles } from '../throttles/limited-app.ts'
import { type MeasuredApp, openMeasuredApp } from './measured-app.ts'
import type { Sample } from './scrape.ts'

const personal = 'robin.planted@example.com'
const customer = {
  email: personal,
  first_name: 'Robin',
  last_name: 'Planted',
  country: 'DE',
  phone: '+4915112345678',
  address: 'Planted Lane 2',
  city: 'Plantedstadt',
  zip: '20099',
}

let app: MeasuredApp
let samples: readonly Sample[]
beforeAll(async () => {
  app = await openMeasuredApp({ throttles: defaultThrottles })
  const session = {
    amount: 4321,
    currency: 'eur',
    redirect_url: 'https://planted.example.com/done?order=planted',
    description: 'planted description',
    metadata: { order: 'planted metadata' },
    customer,
  }
  const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
  for (const more of [
    {},
    { 'idempotency-key': 'planted-key' },
    { authorization: 'Bearer fl_test_sk_planted' },
  ])
    await fetch(`${app.url}/v1/payments/hpp?planted=1`, {
      method: 'POST',
      headers: { ...headers, 'x-forwarded-for': '198.51.100.9', ...more },
      body: JSON.stringify(session),
    })
  const visitor = new Visitor(app.app)
  const id = await visitor.newPayment(session)
  const html = await (await fetch(`${app.url}/hpp/${id}?planted=1`)).text()
  const action = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
  const body = new URLSearchParams({ ...card, number: '5555555555554444', cvc: '987', email: personal })
  const origin = { origin: 'http://localhost:4242' }
  await fetch(app.url + action, { method: 'POST', body, headers: origin, redirect: 'manual' })
  await fetch(`${app.url}/planted/5555555555554444`)
  for (const pan of ['4000000000000002', '4635440000002223']) await payDirectly(app.app, pan)
  samples = (await app.scrape()).samples
})
afterAll(() => app.close())

const values = (): ReadonlySet<string> =>
  new Set(samples.flatMap(({ labels }) => Object.entries(labels).map(([name, value]) => `${name}=${value}`)))

it('labels contain no ID, key, token, address, card, or personal data', () => {
  const secret =
    /planted|robin|(pay|mer|key|req|txn)_[0-9a-z-]{16}|fl_(test|live)|198\.51|127\.0|[0-9]{4}|example|4111|987/i
  const names = ['le=', 'version=', 'space=', 'type=', 'kind=']
  const free = [...values()].filter((value) => !names.some((name) => value.startsWith(name)))
  expect(free.length).toBeGreaterThan(50)
  expect(free.filter((value) => secret.test(value))).toEqual([])
})

it('the amount and the currency of a payment are no values either', () => {
  expect(samples.filter(({ value }) => value === 4321)).toEqual([])
  expect([...values()].filter((value) => /=(eur|usd)$/i.test(value))).toEqual([])
})

it('all series together stay few', () => {
  expect(samples.length).toBeLessThan(1_000)
})
