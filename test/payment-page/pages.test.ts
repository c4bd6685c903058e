/** What the pages say and hold, state by state, as rendered text. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import type { Merchant } from '../../src/core/merchant.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { pageHeaders } from '../../src/payment-page/headers.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { standingPage } from '../../src/payment-page/problem.ts'
import { returnUrl } from '../../src/payment-page/return-url.ts'
import { pageState } from '../../src/payment-page/state.ts'
import { compress } from '../../src/payment-page/templates/compress.ts'
import { renderLinkToIssuer } from '../../src/payment-page/views/hand-off.tsx'
import { type OpenView, renderOpen } from '../../src/payment-page/views/open.tsx'
import { renderResult } from '../../src/payment-page/views/result.tsx'
import type { EndedState } from '../../src/payment-page/views/result-words.ts'
import { renderChallenge, renderProcessing } from '../../src/payment-page/views/waiting.tsx'
import { challenged, declined, merchant, nowMs, payment, refund, succeeded } from './payments.ts'

const messages = messagesIn('en')
const open = (over: Partial<Payment> = {}, view: Partial<OpenView> = {}): string =>
  renderOpen({
    ...{ messages, merchant, nowMs, token: 'TOKEN', payment: payment(over) },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
    ...view,
  }).toString()
const ended = (of: Payment, leaves = false, by: Partial<Merchant> = {}): string =>
  renderResult({
    ...{
      messages,
      merchant: { ...merchant, ...by },
      payment: of,
      leaves,
      isFresh: leaves,
      warnsOfRealCard: false,
    },
    returnTo: returnUrl(of),
    state: pageState(of, nowMs) as EndedState,
  }).toString()
const back = 'https://shop.example/done?order=5&amp;payment_id=pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'

describe('the open page', () => {
  it('carries nothing of a billing address or an email address that it does not ask for', () => {
    const supplied = { email: 'a@b.example', firstName: 'A', lastName: 'B', phone: '+49' }
    const suppliedCustomer = { ...supplied, country: 'DE', address: 'A', city: 'B', zip: '1' }
    expect(open()).not.toMatch(/postcode|billing|fieldset|line1/)
    expect(open({ suppliedCustomer })).not.toMatch(/postcode|billing|fieldset|line1|gmail|email\./)
  })

  it('has fields whose names never change, each with its autocomplete', () => {
    const names = [...open().matchAll(/<input id="(\w+)" name="(\w+)".*?autocomplete="([\w-]+)"/g)]
    expect(names.map(([, id, name, autocomplete]) => [id, name, autocomplete])).toEqual([
      ['number', 'number', 'cc-number'],
      ['expiry', 'expiry', 'cc-exp'],
      ['cvc', 'cvc', 'cc-csc'],
      ['name', 'name', 'cc-name'],
      ['email', 'email', 'email'],
    ])
  })

  it('does not ask for what the shop has sent, and does not show it', () => {
    const html = open({
      suppliedCustomer: {
        ...{ email: 'alex@shop.example', firstName: 'Alexander', lastName: 'Johnson', country: 'DE' },
        ...{ phone: '+491709876543', address: 'Friedrichstrasse 100', city: 'Berlin', zip: '10117' },
      },
    })
    expect(html).not.toMatch(/name="email"|alex@|Alexander|Johnson|Friedrichstrasse|Berlin|10117|\+49/)
  })

  it('posts to an address with the token', () => {
    expect(open()).toContain('method="post" action="/hpp/pay_b2c3d4e5-f6a7-8901-bcde-f23456789012/pay/TOKEN"')
  })

  it('writes foreign words as text', () => {
    const html = open({ description: '</script><img src=x onerror=alert(1)>' })
    expect(html).toContain('<span>Nordlicht &amp; &lt;Söhne&gt;</span>')
    expect(html).not.toContain('<img')
    expect(html).not.toContain('javascript:')
  })

  it('writes amounts to the cent', () => {
    expect(open({ amountMinor: 5 })).toContain('Pay €0.05<')
    expect(open({ amountMinor: 999_999_999_999, currency: 'gbp' })).toContain('Pay £9,999,999,999.99<')
  })

  it('says what is wrong in the title, in a summary and at the field', () => {
    const html = open({}, { errors: { cvc: 'cvc.empty' }, echo: { ...emptyEcho, name: 'Alex "X"' } })
    expect(html).toContain('<title>Error: Pay €25.00')
    expect(html).toContain('<a href="#cvc">Enter the security code</a>')
    expect(html).toMatch(/id="cvc-error"><span class="unseen">Error: <\/span>Enter the security code</)
    expect(html).toContain('value="Alex &quot;X&quot;"')
  })

  it('says after a decline that no money was taken', () => {
    expect(open({ attemptsMax: 3 }, { notice: 'funds' })).toContain('You haven’t been charged.')
  })
})

describe('test mode', () => {
  it('has a banner, says so in the title, and has a button for every test card behind the pay button', () => {
    const html = open({ mode: 'test' })
    expect(html).toContain('(test mode)</title>')
    expect(html).toContain('<strong>Test mode</strong>')
    for (const { pan } of testCards) {
      expect(html.indexOf(`name="test_card" value="${pan}"`)).toBeGreaterThan(html.indexOf('class="pay"'))
    }
  })

  it('leaves no trace in live mode', () => {
    const pages = [
      open(),
      open({ attemptsMax: 2 }, { notice: 'funds' }),
      ended(succeeded()),
      ended(declined('lost_card')),
    ]
    for (const page of pages) {
      // Scripts have a method of this name.
      expect(page.replaceAll('.test(', '')).not.toMatch(/test|data-tools|watermark|warning/i)
      for (const { pan } of testCards) expect(page).not.toContain(pan)
    }
  })
})

describe('a finished payment', () => {
  it('shows a receipt and the way back, never a form, never the customer', () => {
    const html = ended(succeeded())
    expect(html).toContain('Visa ending in 1111')
    expect(html).toContain(`href="${back}&amp;status=succeeded"`)
    expect(html).not.toMatch(/method="post"|http-equiv|Alex|alex@/)
  })

  it('leaves for the shop when it has just ended', () => {
    expect(ended(succeeded(), true)).toContain(
      `<meta http-equiv="refresh" content="0;url=${back}&amp;status=succeeded"/>`,
    )
  })

  it('reads the same for lost, stolen and suspected cards as for any refusal', () => {
    const plain = ended(declined('generic_decline'))
    for (const code of ['lost_card', 'stolen_card', 'suspect_fraud', 'do_not_honor'] as const) {
      expect(ended(declined(code))).toBe(plain)
    }
    expect(ended(declined('insufficient_funds'))).not.toBe(plain)
  })

  it('names the accepted cards where the declined one cannot be used', () => {
    expect(ended(declined('not_permitted'))).toContain('We accept Visa, Mastercard, American Express,')
    expect(open({ attemptsMax: 3 }, { notice: 'unsupported' })).toContain('We accept Visa, Mastercard,')
    expect(ended(declined('do_not_honor'))).not.toContain('We accept')
  })

  it('goes back with failed when it expired or was canceled', () => {
    for (const kind of ['expired', 'canceled'] as const) {
      expect(ended(payment({ ending: { kind, atMs: nowMs } }))).toContain(`${back}&amp;status=failed`)
    }
  })

  it('has no link back if the payment has no return URL', () => {
    expect(ended(succeeded({ kind: 'direct', returnUrl: null }), true)).not.toMatch(
      /shop\.example|http-equiv/,
    )
  })

  it('says that it has just been paid only to who has just paid', () => {
    expect(ended(succeeded(), true)).toContain('<h1>Payment successful</h1>')
    const later = ended(succeeded())
    expect(later).toContain('<title>Already paid: €25.00 to Nordlicht')
    expect(later).toContain('<h1>Already paid</h1>')
    expect(later).toContain('You don’t need to pay again.')
  })

  it('names the amounts of full and partial refunds in its title and heading, and none as its own', () => {
    const whole = ended(succeeded({ refunds: [refund(2500)] }))
    expect(whole).toContain('<title>Refunded: €25.00 by Nordlicht')
    expect(whole).toContain('<h1>€25.00 refunded</h1>')
    const part = ended(succeeded({ refunds: [refund(1000)] }))
    expect(part).toContain('<title>Refunded: €10.00 of €25.00 by Nordlicht')
    expect(part).toContain('<h1>€10.00 of €25.00 refunded</h1>')
    expect(part).not.toContain('class="amount')
  })

  it('lists each refund with its date, also one on its way, but none that failed', () => {
    const html = ended(
      succeeded({
        refunds: [refund(1000), refund(300, 'pending'), refund(200, 'set_aside'), refund(99, 'failed')],
      }),
    )
    const rows = [...html.matchAll(/<dt>(Refund[^<]*)<\/dt><dd><bdi>([^<]*)<\/bdi><small>(<time[^>]*>)/g)]
    expect(rows.map(([, label, amount]) => [label, amount])).toEqual([
      ['Refunded', '€10.00'],
      ['Refund on its way', '€3.00'],
      ['Refund on its way', '€2.00'],
    ])
    expect(html).not.toContain('€0.99')
    const pending = ended(succeeded({ refunds: [refund(300, 'pending')] }))
    expect(pending).toContain('<title>Refund on its way: €3.00 by Nordlicht')
    expect(pending).toContain('<h1>Your refund of €3.00 is on its way</h1>')
  })

  it('has a receipt with what was paid for, to whom, how the bank names it, when, and the reference', () => {
    const html = ended(succeeded({ description: 'Order 1001' }), true, {
      statementDescriptor: 'NORDLICHT*1001',
    })
    for (const part of [
      '<dt>For</dt><dd>Order 1001</dd>',
      'Nordlicht Buchhandel GmbH, Hamburg, Germany',
      'Appears as NORDLICHT*1001 on your statement',
      '<time datetime="2026-06-15T12:00:00.000Z">June 15, 2026 at 14:00 GMT+2</time>',
      '<dt>Payment reference</dt><dd><code translate="no">pay_b2c3d4e5-f6a7-8901-bcde-f23456789012</code>',
      '<span class="paper">help@nordlicht.example</span>',
    ])
      expect(html).toContain(part)
    expect(html.match(/€25\.00/g)).toHaveLength(2)
  })
})

describe('a payment on its way', () => {
  const view = { messages, merchant, payment: challenged() }

  it('never shows a card form, and does not reload on its own', () => {
    const html = renderProcessing({ ...view, isLong: false }).toString()
    expect(html).not.toMatch(/method="post"|http-equiv/)
    expect(html).toContain('don’t pay again')
  })

  it('leads to the issuer, automatically only right after the form', () => {
    const url = 'https://bank.example/challenge?a=1&b=2'
    const stays = renderChallenge({
      ...{ ...view, url, returnTo: 'https://pay.example/r', token: 'TOKEN' },
    }).toString()
    expect(stays).toContain('href="https://bank.example/challenge?a=1&amp;b=2"')
    expect(stays).toContain('/cancel/TOKEN')
    expect(stays).not.toContain('http-equiv')
    expect(renderLinkToIssuer({ ...view, url }).toString()).toContain(
      `content="0;url=https://bank.example/challenge?a=1&amp;b=2"`,
    )
  })
})

describe('the answer around a page', () => {
  it('allows no script or style but its own, by hash', () => {
    const policy = pageHeaders({ assets: 'state', hasScript: true }, true)['content-security-policy'] ?? ''
    expect(policy).toMatch(/script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}';/)
    expect(policy).not.toContain('unsafe')
    for (const html of [open({ mode: 'test' }), ended(succeeded())]) {
      expect(html).not.toMatch(/ style="| on\w+="|<link|src=/)
    }
  })

  it('insists on https only where it is served by https', () => {
    const [plain, secure] = [pageHeaders(null, false), pageHeaders(null, true)]
    expect(JSON.stringify(plain)).not.toMatch(/strict-transport|upgrade-insecure/)
    expect(secure['strict-transport-security']).toBe('max-age=63072000; includeSubDomains; preload')
    expect(secure['content-security-policy']).toContain('upgrade-insecure-requests')
  })

  it('is the same for everyone without a payment, and is made once', () => {
    for (const kind of ['notFound', 'waitLooking', 'foreign'] as const) {
      const page = standingPage(kind, messages)
      expect(standingPage(kind, messages)).toBe(page)
      const { bytes } = compress(page, 'gzip')
      expect(compress(page, 'gzip').bytes).toBe(bytes)
      expect(gunzipSync(bytes).toString()).toBe(page.toString())
    }
  })
})
