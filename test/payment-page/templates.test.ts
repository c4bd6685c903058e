/** The open page comes from a template that many payments share, and looks as if it had been rendered for one of them alone. */
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { currencies } from '../../src/core/money.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { compress } from '../../src/payment-page/templates/compress.ts'
import { type OpenView, renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

const suppliedCustomer = {
  ...{ email: 'alex@shop.example', firstName: 'Alex', lastName: 'Johnson', country: 'DE' },
  ...{ phone: '+491709876543', address: 'Friedrichstrasse 100', city: 'Berlin', zip: '10117' },
}

/** Also what markup, marks, and replacements are made of. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 130 }),
  fc
    .array(fc.constantFrom('<', '&amp;', '"', "'", '$&', '\u0000', '#amount', '💳', 'é', ' '), {
      maxLength: 260,
    })
    .map((pieces) => pieces.join('')),
)

const payments: fc.Arbitrary<Payment> = fc
  .record({
    id: fc.uuid().map((id) => `pay_${id}`),
    mode: fc.constantFrom('live', 'test'),
    amountMinor: fc.integer({ min: 1, max: 99_999_999 }),
    currency: fc.constantFrom(...currencies),
    description: fc.option(words),
    returnUrl: fc.option(fc.constant('https://shop.example/done')),
    suppliedCustomer: fc.option(fc.constant(suppliedCustomer)),
  })
  .map(payment)

const views: fc.Arbitrary<OpenView> = fc.record({
  messages: fc
    .tuple(fc.constantFrom(...languages), fc.boolean())
    .map(([code, isChosen]) => messagesIn(code, isChosen)),
  payment: payments,
  merchant: fc.constantFrom(merchant, { ...merchant, name: '$& \u0000 <b>' }),
  token: fc.base64String({ minLength: 44, maxLength: 44 }),
  nowMs: fc.constantFrom(nowMs, nowMs + 40 * 86_400_000),
  notice: fc.constantFrom(null, 'details', 'refused', 'tooOld'),
  warnsOfRealCard: fc.boolean(),
  errors: fc.constant({}),
  echo: fc.constant(emptyEcho),
})

describe('a page from a template', () => {
  it('is the page that is rendered for one payment alone', () => {
    fc.assert(
      fc.property(views, (view) => {
        const alone = renderOpen({ ...view, echo: { ...emptyEcho } })
        expect(renderOpen(view).toString()).toBe(alone.toString())
      }),
      { numRuns: 150 },
    )
  })

  it('is unpacked to its text, whatever was sent before it', () => {
    fc.assert(
      fc.property(views, (view) => {
        const page = renderOpen(view)
        expect(gunzipSync(compress(page, 'gzip').bytes).toString()).toBe(page.toString())
      }),
      { numRuns: 150 },
    )
  })
})
