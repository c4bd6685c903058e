/** Whatever has become of a payment: its page shows whose it is, and how to reach the shop's support. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactsOf } from '../../src/payment-page/contacts.ts'
import { brandedMerchant } from '../../verification/app/brands.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { merchant } from './payments.ts'
import { Visitor } from './visitor.ts'

const cards = {
  approved: '4242424242424242',
  refused: '4000000000000002',
  challenged: '4635440000002223',
  unanswered: '4000000000000259',
}

let app: TestApp
let visitor: Visitor
beforeAll(async () => {
  app = await openTestApp({
    settings: { sessionLifeMs: 86_400_000, attemptsMax: 2, authorizeTimeoutMs: 50, inquiryTimeoutMs: 50 },
  })
  visitor = new Visitor(app)
  const { id: _, createdAtMs: __, ...look } = brandedMerchant('hansen')
  await app.app.storage.updateMerchant(app.merchantId, look)
})
afterAll(() => app.close())

async function paidWith(...pans: readonly string[]): Promise<string> {
  const id = await visitor.newPayment()
  for (const pan of pans) await visitor.payWith(id, pan)
  return id
}

/** The acquirer does not answer, and the form's response has been waited for. */
async function waiting(): Promise<string> {
  const id = await visitor.newPayment()
  let isPosted = false
  const posted = visitor.payWith(id, cards.unanswered).finally(() => {
    isPosted = true
  })
  while (!isPosted) await app.clock.advance(1_000)
  await posted
  return id
}

const states: readonly (readonly [state: string, path: () => Promise<string>])[] = [
  ['open', () => visitor.newPayment()],
  ['open after a declined card', () => paidWith(cards.refused)],
  ['waiting', waiting],
  ['challenged', () => paidWith(cards.challenged)],
  ['about to be canceled', async () => `${await visitor.newPayment()}/cancel`],
  ['on the way to the bank', async () => `${await paidWith(cards.challenged)}/authenticate`],
  ['paid', () => paidWith(cards.approved)],
  ['on the way back to the shop', async () => `${await paidWith(cards.approved)}/return`],
  ['declined', () => paidWith(cards.refused, cards.refused)],
  [
    'left',
    async () => {
      const id = await visitor.newPayment()
      await visitor.leave(id)
      return id
    },
  ],
  [
    'canceled',
    async () => {
      const id = await visitor.newPayment()
      await app.call('POST', `/v1/payments/${id}/cancel`)
      return id
    },
  ],
  [
    'expired',
    async () => {
      const id = await visitor.newPayment()
      await app.clock.advance(86_400_001)
      return id
    },
  ],
]

const contacts =
  '<address><a href="mailto:hilfe@hansen.example"><bdi>hilfe@hansen.example</bdi></a>' +
  '<a href="tel:+49401234567"><bdi>+49 40 1234567</bdi></a></address>'

describe.each(states)('the page of a payment that is %s', (_, path) => {
  it('shows the logo and the name before everything else, and the support first at its end', async () => {
    const html = await visitor.html(`/hpp/${await path()}`)
    const body = html.slice(html.indexOf('<body>'))
    expect(body.indexOf('class="logo"')).toBeGreaterThan(-1)
    expect(body.indexOf('class="logo"')).toBeLessThan(body.indexOf('class="panel'))
    expect(body).toContain('Hansen &amp; Söhne')
    expect(
      body
        .slice(body.indexOf('<footer>') + '<footer>'.length)
        .trimStart()
        .startsWith(contacts),
    ).toBe(true)
    for (const url of ['agb', 'widerruf', 'datenschutz'])
      expect(body).toContain(
        `<a href="https://hansen.example/${url}" target="_blank" rel="noopener noreferrer">`,
      )
    expect(body).toContain('Powered by Flowlix')
  })
})

describe('a receipt', () => {
  it('has the address of the company that was paid', async () => {
    const html = await visitor.html(`/hpp/${await paidWith(cards.approved)}`)
    expect(html).toContain('Hansen &amp; Söhne Fahrräder GmbH, Große Bergstraße 12, Hamburg, Germany')
  })
})

describe('the page of no payment', () => {
  it('shows no merchant and no way to reach one', async () => {
    const html = await visitor.html('/hpp/pay_00000000-0000-0000-0000-000000000000')
    expect(html).not.toMatch(/Hansen|class="(logo|monogram)"|<address>|Powered by/)
    expect(html).toContain('href="/privacy')
  })
})

describe('the end of a page', () => {
  it('does not say what it is made with where the merchant does not want it', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { poweredBy: false })
    expect(await visitor.html(`/hpp/${await visitor.newPayment()}`)).not.toContain('Powered by')
    await app.app.storage.updateMerchant(app.merchantId, { poweredBy: null })
  })
})

describe('the ways to reach a merchant', () => {
  it('are its email address, its phone number, and its page, in this order', () => {
    const reachable = {
      ...merchant,
      supportPhone: '+44 (0)20 7946-0123',
      supportUrl: 'https://a.example/help',
    }
    expect(contactsOf(reachable)).toEqual([
      { href: 'mailto:help@nordlicht.example', text: 'help@nordlicht.example' },
      { href: 'tel:+442079460123', text: '+44 (0)20 7946-0123' },
      { href: 'https://a.example/help', text: null },
    ])
    expect(contactsOf({ ...merchant, supportEmail: null })).toEqual([])
    expect(contactsOf({ ...merchant, supportEmail: null, supportUrl: 'javascript:alert(1)' })).toEqual([])
  })
})
