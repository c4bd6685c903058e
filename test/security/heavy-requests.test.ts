/**
 * No request costs more than reading it: whatever a body of half a megabyte holds, it is refused at once, and others
 * are answered meanwhile. The test ends by its time limit where one string takes minutes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { session } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

let gateway: ListeningApp
beforeAll(async () => {
  gateway = await openListeningApp()
})
afterAll(() => gateway.close())

const length = 500_000
const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const customer = {
  ...{ email: 'alex@example.com', first_name: 'Alex', last_name: 'Johnson', address: 'Main Street 1' },
  ...{ city: 'Berlin', zip: '10117', country: 'DE', phone: '+491709876543' },
}
const card = { number: '4111111111111111', exp_month: 12, exp_year: 2040, cvc: '123', holder_name: 'A. Berg' }
const hosted = { ...session, customer, description: 'text', metadata: { key: 'value' } }
const direct = { amount: 2500, currency: 'eur', card, return_url: session.redirect_url }

function post(path: string, body: object): Promise<Response> {
  const url = `http://127.0.0.1:${gateway.port}${path}`
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('an email address', () => {
  it.each([
    ['of 500,000 dots', `a@${'.'.repeat(length)} `],
    ['of 200 kB that almost is one', `${'a@.'.repeat(66_000)}@`],
  ])('%s is refused, and other requests are answered meanwhile', async (_, email) => {
    const refused = post('/v1/payments/hpp', { ...session, customer: { ...customer, email } })
    const health = await fetch(`http://127.0.0.1:${gateway.port}/healthz`)
    expect(health.status).toBe(200)
    await expectError(await refused, [400, 'parameter_invalid', 'customer.email'])
  })
})

type Place = readonly [param: string, path: string, body: (text: string) => object]

const places: readonly Place[] = [
  ...Object.keys(customer).map((name): Place => {
    const body = (text: string) => ({ ...hosted, customer: { ...customer, [name]: text } })
    return [`customer.${name}`, '/v1/payments/hpp', body]
  }),
  ...['amount', 'currency', 'redirect_url', 'description', 'callback_url'].map((name): Place => {
    return [name, '/v1/payments/hpp', (text) => ({ ...hosted, [name]: text })]
  }),
  ['metadata.key', '/v1/payments/hpp', (text) => ({ ...hosted, metadata: { key: text } })],
  ['metadata', '/v1/payments/hpp', (text) => ({ ...hosted, metadata: { [text]: 'value' } })],
  ['return_url', '/v1/payments', (text) => ({ ...direct, return_url: text })],
  ...['number', 'cvc', 'holder_name'].map((name): Place => {
    return [`card.${name}`, '/v1/payments', (text) => ({ ...direct, card: { ...card, [name]: text } })]
  }),
]

const repeated = ['.', 'a', '1', ' .', 'a@.', '//', '\u{1f600}']

describe.each(places)('%s', (param, path, body) => {
  it.each(repeated)('of half a megabyte of %j is refused', async (text) => {
    const long = `https://a@b.${text.repeat(Math.floor(length / Buffer.byteLength(text)))}!`
    await expectError(await post(path, body(long)), [400, 'parameter_invalid', param])
  })
})

it('strings of digits, as many and as long as allowed, cost no more than others', async () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`key ${100 + i} ${'4 '.repeat(123)}`, '4 '.repeat(250)]),
  )
  for (let i = 0; i < 10; i++)
    expect((await post('/v1/payments/hpp', { ...hosted, metadata })).status).toBe(201)
}, 20_000)

it('a body in half a million chunks is refused before it is read', async () => {
  const connection = await RawConnection.open(gateway.port)
  const head = `POST /v1/payments/hpp HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${headers.authorization}\r\n`
  connection.send(`${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`)
  connection.send('1\r\n \r\n'.repeat(5_000))
  const answer = await connection.lastAnswer()
  expect(answer).toMatchObject({ status: 400, headers: { connection: 'close' } })
  expect(answer.body).toContain('chunks')
})
