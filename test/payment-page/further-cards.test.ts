/** More than one card on a payment: how many, and what need not be typed again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFields, sealFields } from '../../src/payment-page/kept-fields.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { direct } from '../stories/payments.ts'
import { card, Visitor } from './visitor.ts'

const noFunds = '4000000000009995'
const wrongCode = '4000000000000127'
const times = { sessionLifeMs: 86_400_000, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }

let app: TestApp
let visitor: Visitor
beforeAll(async () => {
  app = await openTestApp({ settings: { ...times, attemptsMax: 2 } })
  visitor = new Visitor(app)
})
afterAll(() => app.close())

const cookiesOf = (answer: Response) => answer.headers.getSetCookie()
const keptOf = (answer: Response) => cookiesOf(answer).find((one) => one.startsWith('kept='))
const cookieOf = (answer: Response) => keptOf(answer)?.split(';')[0] ?? ''

/** What is written at each field that is marked, and belongs to it. */
function marksIn(html: string): Readonly<Record<string, string>> {
  const marked = [...html.matchAll(/<input id="(\w+)"[^>]*>/g)].filter(([tag]) => tag.includes('data-again'))
  return Object.fromEntries(
    marked.map(([tag, id = '']) => {
      expect(tag).toContain('aria-invalid="false"')
      expect(tag).toMatch(new RegExp(`aria-describedby="[^"]*\\b${id}-error"`))
      return [id, new RegExp(`id="${id}-error">([^<]*)<`).exec(html)?.[1] ?? '']
    }),
  )
}

describe('the number of cards', () => {
  const maxOf = async (id: string) => (await app.app.storage.findPayment(id))?.attemptsMax

  it('is the setting, or the merchant’s own', async () => {
    expect(await maxOf(await visitor.newPayment())).toBe(2)
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: 4 })
    expect(await maxOf(await visitor.newPayment())).toBe(4)
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: null })
  })

  it('stays what it was when the payment was created', async () => {
    const id = await visitor.newPayment()
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: 1 })
    await visitor.payWith(id, noFunds)
    expect((await visitor.read(id)).status).toBe('pending')
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: null })
  })

  it('is one for a direct payment', async () => {
    const answer = await app.call('POST', '/v1/payments', direct())
    expect(await maxOf(((await answer.json()) as { id: string }).id)).toBe(1)
  })
})

describe('after a declined card', () => {
  it('the page says why and what to do', async () => {
    const id = await visitor.newPayment()
    await visitor.payWith(id, noFunds)
    const html = await visitor.html(`/hpp/${id}`)
    expect(html).toContain('It may exceed your balance or card limit. You haven’t been charged.')
    expect(html).toContain('Try a different card or contact your bank.')
    expect(html).not.toContain('please re-enter your card number and security code')
  })

  it('name, email address and expiry date are still there, number and code are not', async () => {
    const id = await visitor.newPayment()
    const answer = await visitor.payWith(id, noFunds)
    const html = await visitor.html(`/hpp/${id}`, { cookie: `other=1; ${cookieOf(answer)}; seen=2` })
    const values = [...html.matchAll(/<input id="(\w+)"[^>]*value="([^"]*)"/g)].map(([, id, value]) => [
      id,
      value,
    ])
    expect(Object.fromEntries(values)).toEqual({
      number: '',
      expiry: '12 / 30',
      cvc: '',
      name: 'Alex',
      email: 'a@b.co',
    })
  })

  it('number and code are marked, with words that belong to their fields', async () => {
    const id = await visitor.newPayment()
    await visitor.payWith(id, noFunds)
    expect(marksIn(await visitor.html(`/hpp/${id}`))).toEqual({
      number: 'Enter your card number',
      cvc: 'Enter the security code',
    })
    expect(marksIn(await visitor.html(`/hpp/${await visitor.newPayment()}`))).toEqual({})
  })

  it('they are asked for again where the same card may work', async () => {
    const id = await visitor.newPayment()
    await visitor.payWith(id, wrongCode)
    expect(marksIn(await visitor.html(`/hpp/${id}`))).toEqual({
      number: 'Enter your card number again',
      cvc: 'Enter the security code again',
    })
  })

  it('what was kept is shown as text, whatever it is', async () => {
    const id = await visitor.newPayment()
    const hostile = "\"><i>&amp; 'Zoë'"
    const answer = await visitor.pay(id, { ...card, number: noFunds, name: hostile })
    const html = await visitor.html(`/hpp/${id}`, { cookie: cookieOf(answer) })
    expect(html).toContain('value="&quot;&gt;&lt;i&gt;&amp;amp; &#39;Zoë&#39;"')
  })

  it('they are in a cookie of this page, sealed, for ten minutes', async () => {
    const id = await visitor.newPayment()
    const answer = await visitor.payWith(id, noFunds)
    expect(keptOf(answer)).toMatch(
      new RegExp(`^kept=[\\w-]{60,}; Path=/hpp/${id}; Max-Age=600; HttpOnly; SameSite=Lax$`),
    )
    const plain = Buffer.from(cookieOf(answer).slice('kept='.length), 'base64url').toString('latin1')
    for (const secret of ['Alex', 'a@b.co', '12 / 30', '9995']) expect(plain).not.toContain(secret)
  })

  it('another payment’s cookie fills in nothing', async () => {
    const [id, otherId] = [await visitor.newPayment(), await visitor.newPayment()]
    const cookie = cookieOf(await visitor.payWith(otherId, noFunds))
    await visitor.payWith(id, noFunds)
    expect(await visitor.html(`/hpp/${id}`, { cookie })).not.toContain('a@b.co')
  })

  it('the answer to a second click keeps them as well', async () => {
    const id = await visitor.newPayment()
    const action = await visitor.actionOf(id, 'pay')
    await visitor.post(action, { ...card, number: noFunds })
    expect(keptOf(await visitor.post(action, { ...card, number: noFunds }))).toBeDefined()
  })

  it('nothing is kept of the last card, and what was kept goes away', async () => {
    const id = await visitor.newPayment()
    const cookie = cookieOf(await visitor.payWith(id, noFunds))
    const last = await visitor.payWith(id, noFunds, { cookie })
    expect(keptOf(last)).toContain('kept=; ')
    expect(keptOf(last)).toContain('Max-Age=0')
  })

  it('nothing is kept if only one card is allowed', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: 1 })
    const id = await visitor.newPayment()
    expect(keptOf(await visitor.payWith(id, noFunds))).toBeUndefined()
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: null })
  })
})

describe('what is sealed', () => {
  const secret = Buffer.alloc(32, 7)
  const address = { country: 'AT', line1: 'Ring 1', line2: '', city: 'Wien', postcode: '1010' }
  const fields = { expiry: '12 / 30', name: 'Zoë "Z"', email: 'zoe@example.com', address }
  const nowMs = 1_800_000_000_000
  const seal = (value = fields) => sealFields(secret, 'pay_1', value, nowMs, Buffer.alloc(12, 1)) ?? ''

  it('comes back as it was, for ten minutes', () => {
    expect(openFields(secret, 'pay_1', seal(), nowMs + 599_000)).toEqual(fields)
    expect(openFields(secret, 'pay_1', seal(), nowMs + 600_000)).toBeNull()
  })

  it('does not open for another payment, with another key, or when it was touched', () => {
    expect(openFields(secret, 'pay_2', seal(), nowMs)).toBeNull()
    expect(openFields(Buffer.alloc(32, 8), 'pay_1', seal(), nowMs)).toBeNull()
    for (const text of ['', 'x', 'A'.repeat(100_000), `${seal().slice(0, -2)}AA`, seal().slice(4)])
      expect(openFields(secret, 'pay_1', text, nowMs)).toBeNull()
  })

  it('fits into a cookie whatever was typed', () => {
    const line = '“'.repeat(100)
    const longest = {
      ...{ expiry: '12 / 30', name: '“'.repeat(254), email: `${'"'.repeat(240)}@example.com` },
      address: { country: 'AT', line1: line, line2: line, city: line, postcode: '“'.repeat(12) },
    }
    expect(seal(longest).length).toBeLessThan(3_500)
    expect(openFields(secret, 'pay_1', seal(longest), nowMs)).toEqual(longest)
  })
})
