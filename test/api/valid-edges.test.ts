/** Everything that the contract allows is accepted, at its limits too, and returned exactly as it was sent. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { direct, type PaymentView, payDirectly, read, refund } from '../stories/payments.ts'
import { cardMembers, customerMembers, object, sessionMembers } from './malformed/row.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const astral = '𝄞'
const escaped = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

async function created(body: string | object, path = '/v1/payments/hpp'): Promise<PaymentView> {
  const response = await app.call('POST', path, body)
  const answer = (await response.json()) as PaymentView
  expect([response.status, answer]).toMatchObject([201, { object: 'payment' }])
  return answer
}

const withMember = (name: string, raw: string): string => object({ ...sessionMembers, [name]: raw })

describe('amounts, currencies, and strings at their limits', () => {
  it.each([1, 2500, 999_999_999_999])('accepts an amount of %i', async (amount) => {
    expect(await created({ ...session, amount })).toMatchObject({ amount })
  })

  it.each(['eur', 'usd', 'gbp'])('accepts %s', async (currency) => {
    expect(await created({ ...session, currency })).toMatchObject({ currency })
  })

  it.each([
    ['nothing', ''],
    ['500 letters', 'x'.repeat(500)],
    ['500 characters of two code units each', astral.repeat(500)],
    ['tabs and line ends', 'a\tb\r\nc\rd'],
    ['directional isolates and marks', '\u2067\u05d0\u2069 and \u200f\u05d1'],
    ['what looks dangerous elsewhere', `'; drop table payments; -- <script>{{7*7}}\${x}%s`],
  ])('accepts a description of %s', async (_, description) => {
    const { id } = await created({ ...session, description })
    expect((await read(app, id)).description).toBe(description)
  })

  it('accepts 50 metadata entries with keys of 255 and values of 500 characters', async () => {
    const key = (i: number): string => String(i).padStart(2, '0') + astral.repeat(253)
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [key(i), astral.repeat(500)]))
    const { id } = await created({ ...session, metadata })
    expect((await read(app, id)).metadata).toEqual(metadata)
  })

  it('accepts the largest request, every character written as an escape', async () => {
    const pair = escaped(astral)
    const entries = Array.from(
      { length: 50 },
      (_, i) => `"${escaped(String(i).padStart(2, '0'))}${pair.repeat(100)}":"${pair.repeat(500)}"`,
    )
    const person = object({
      ...customerMembers,
      ...Object.fromEntries(
        ['first_name', 'last_name', 'address', 'city', 'zip'].map((name) => [name, `"${pair.repeat(255)}"`]),
      ),
    })
    const body = object({
      ...sessionMembers,
      customer: person,
      description: `"${pair.repeat(500)}"`,
      metadata: `{${entries.join(',')}}`,
    })
    expect(body.length).toBeGreaterThan(370_000)
    expect(body.length).toBeLessThan(512 * 1024)
    const { id } = await created(body)
    const stored = await read(app, id)
    expect(Object.values(stored.metadata ?? {})).toEqual(Array.from({ length: 50 }, () => astral.repeat(500)))
    expect(stored.description).toBe(astral.repeat(500))
  })

  it('accepts a body of exactly 512 KiB', async () => {
    const body = object(sessionMembers)
    await created(body + ' '.repeat(512 * 1024 - body.length))
  })

  it('accepts metadata keys that break other programs, and keeps their order', async () => {
    const metadata =
      '{"constructor":"a","toString":"b","hasOwnProperty":"c","prototype":"d","null":"e"," ":"f"}'
    const { id } = await created(withMember('metadata', metadata))
    expect(JSON.stringify((await read(app, id)).metadata)).toBe(metadata)
  })

  it('accepts a refund of one minor unit with a reason of 50 characters', async () => {
    const paid = await payDirectly(app)
    const response = await refund(app, paid.id, { amount: 1, reason: astral.repeat(50) })
    expect(response.status).toBe(200)
    expect((await read(app, paid.id)).refunds[0]).toMatchObject({ amount: 1, reason: astral.repeat(50) })
  })
})

describe('different notations with the same meaning', () => {
  const optional = ['customer', 'description', 'metadata', 'callback_url']

  it.each(optional)('treats null like an absent %s', async (name) => {
    const { id, ...answer } = await created({ ...session, [name]: null })
    const { id: _, ...without } = await created(session)
    expect({ ...answer, redirect_url: null }).toEqual({ ...without, redirect_url: null })
    expect(id).toMatch(/^pay_/)
  })

  it('treats null like an absent metadata value', async () => {
    expect(await created({ ...session, metadata: { a: null, b: 'c' } })).toMatchObject({
      metadata: { b: 'c' },
    })
  })

  it('treats null like an absent refund amount', async () => {
    const paid = await payDirectly(app)
    expect((await refund(app, paid.id, { amount: null })).status).toBe(200)
    expect((await read(app, paid.id)).refunded_amount).toBe(2500)
  })

  it.each([
    ['unknown fields', '{"x":[[1.5e3]]}'],
    ['fields of another product', '"sale"'],
    ['numbers that would be wrong elsewhere', '2500.00'],
    ['a text with a lone surrogate', '"\\ud800"'],
  ])('ignores %s', async (_, raw) => {
    expect(await created(withMember('capture_method', raw))).not.toHaveProperty('capture_method')
  })

  it('ignores a field __proto__, and is not changed by it', async () => {
    await created(`{"__proto__":{"amount":1,"polluted":true},${object(sessionMembers).slice(1)}`)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(await created(session)).toMatchObject({ amount: 2500 })
  })

  it.each([
    ['white space everywhere', JSON.stringify(session, null, '\t').replaceAll('\n', ' \r\n ')],
    [
      'keys and values written with escapes',
      `{"\\u0061mount":2500,"currency":"\\u0065ur","redirect_url":"https:\\/\\/a.example"}`,
    ],
    ['members in another order', object(Object.fromEntries(Object.entries(sessionMembers).reverse()))],
  ])('reads JSON with %s', async (_, body) => {
    await created(body)
  })

  it.each([
    ...['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8'],
    ...['application/json; charset=UTF-8', 'Application/JSON'],
  ])('accepts Content-Type %s', async (type) => {
    const answer = await app.call('POST', '/v1/payments/hpp', session, { 'content-type': type })
    expect(answer.status).toBe(201)
  })

  it.each(['k', 'k'.repeat(255), 'order-5678', '  x  y  ', '"quoted"', '{}~!@#'])(
    'accepts the idempotency key %s',
    async (key) => {
      const answer = await app.call('POST', '/v1/payments/hpp', session, { 'idempotency-key': key })
      expect(answer.status).toBe(201)
    },
  )

  it('accepts an authorization scheme in any case', async () => {
    const { status } = await app.call('GET', '/v1/payments', undefined, {
      authorization: 'bearer fl_test_sk_abc123def456',
    })
    expect(status).toBe(200)
  })
})

describe('addresses', () => {
  it.each([
    'https://shop.example.com',
    'https://shop.example.com/',
    'https://shop.example.com:8443/done?order=1&sig=a%2Fb#top',
    'http://localhost:3000/done',
    'http://127.0.0.1/done',
    'http://[::1]:8080/',
    'https://shop.example.com/@me',
    'https://shop.example.com/?mail=alex@example.com',
    'https://shop.example.com?x#y',
    'https://münchen.example/straße',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://shop.example.com/%00%ff',
    `https://shop.example.com/${'x'.repeat(2023)}`,
    `https://shop.example.com/${'ß'.repeat(2023)}`,
    `https://shop.example.com/${astral.repeat(2023)}`,
  ])('accepts %s', async (redirect_url) => {
    await created({ ...session, redirect_url, callback_url: redirect_url })
    await created({ ...direct(), return_url: redirect_url }, '/v1/payments')
  })
})

describe('customers and cards', () => {
  it.each([
    { email: `${'x'.repeat(242)}@example.com` },
    { email: 'ålex+shop@exämple.com' },
    { first_name: astral.repeat(255), last_name: 'ß'.repeat(255) },
    { first_name: '  Alex  ' },
    { phone: '+1234567' },
    { phone: '+123456789012345' },
    { country: 'AX' },
    { zip: '-' },
    { address: 'Main Street 1\r\nSecond floor\tleft' },
  ])('accepts a customer with %j', async (more) => {
    const members = Object.fromEntries(
      Object.entries(customerMembers).map(([name, raw]) => [name, JSON.parse(raw) as string]),
    )
    await created({ ...session, customer: { ...members, ...more } })
  })

  it('trims names before it counts and keeps them', async () => {
    const members = Object.fromEntries(
      Object.entries(customerMembers).map(([name, raw]) => [name, JSON.parse(raw) as string]),
    )
    const customer = { ...members, first_name: `  ${'x'.repeat(255)}  `, last_name: ' Johnson ' }
    expect(await created({ ...direct(), customer }, '/v1/payments')).toMatchObject({
      customer: { email: 'alex@example.com', name: `${'x'.repeat(255)} Johnson` },
    })
  })

  it.each([
    { number: '"411111111111"' },
    { number: '"4111111111111111111"' },
    { cvc: '"1234"' },
    { exp_month: '1' },
    { exp_year: '9999' },
    { exp_year: '1000' },
    { holder_name: JSON.stringify(astral.repeat(255)) },
  ])('accepts a card with %j', async (more) => {
    const card = object({ ...cardMembers, ...more })
    await created(object({ amount: '2500', currency: '"eur"', card }), '/v1/payments')
  })
})

describe('the query of the list', () => {
  it.each([
    ...[
      '',
      '?',
      '?limit=1',
      '?limit=100',
      '?status=requires_action',
      '?created[gte]=0',
      '?created%5Blt%5D=0',
    ],
    ...['?created[gte]=999999999999', '?limit=%31%30', '?limit=1#limit=0'],
  ])('accepts %s', async (query) => {
    expect((await app.call('GET', `/v1/payments${query}`)).status).toBe(200)
  })
})

it("accepts the user's document to the letter", async () => {
  const body = readFileSync(new URL('./fixtures/document-create-request.json', import.meta.url), 'utf8')
  const response = await app.call('POST', '/v1/payments/hpp', body, { 'idempotency-key': 'hpp-order-5678' })
  expect(response.status).toBe(201)
})
