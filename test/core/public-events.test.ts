/** What merchants are told of: the table of types, and what is put into a body when it is read. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnyEvent, PaymentEvent } from '../../src/core/payment/events.ts'
import { publicFactsOf, withPersonalData } from '../../src/core/public-events.ts'
import { parseJson } from '../../src/platform/parse-json.ts'

test.each<[AnyEvent['type'], string | null]>([
  ['payment_created', null],
  ['payment_succeeded', 'payment.succeeded'],
  ['payment_failed', 'payment.failed'],
  ['payment_canceled', 'payment.canceled'],
  ['payment_expired', 'payment.expired'],
  ['payment_extended', null],
  ['payment_personal_data_removed', null],
  ['attempt_challenge_requested', 'payment.requires_action'],
  ['attempt_method_requested', 'payment.requires_action'],
  // A declined attempt may be followed by another one: only the ending is told.
  ['attempt_declined', null],
  ['attempt_approved', null],
  ['attempt_set_aside', null],
  ['attempt_reversed', null],
  ['refund_requested', 'refund.created'],
  ['refund_accepted', null],
  ['refund_succeeded', 'refund.succeeded'],
  ['refund_failed', 'refund.failed'],
  ['refund_set_aside', null],
])('merchants are told of %s as %s', (type, told) => {
  const events = [{ type, atMs: 5, refundId: 'ref_1' } as unknown as PaymentEvent]
  expect(publicFactsOf(events)).toEqual(told === null ? [] : [{ type: told, refundId: 'ref_1', atMs: 5 }])
})

/** As nasty as customers' texts can be: with pieces of the very JSON that they are put into. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"metadata":null',
    '","customer":null,"',
    '\\"description":null',
    '\\',
    '"',
    '$&',
    "$'",
    '\u2028',
  ),
)
const personal = fc.record({
  description: fc.option(text),
  customer: fc.option(fc.record({ email: fc.option(text), name: fc.option(text) })),
  metadata: fc.option(fc.dictionary(text, text)),
})

test('whatever customers write, the whole body is the body with exactly their texts in it', () => {
  const check = (shown: Parameters<typeof withPersonalData>[1], reference: string): void => {
    const payment = { id: 'pay_1', reference, description: null, customer: null, metadata: null }
    const event = { id: 'evt_1', data: { refund: { reason: reference }, payment } }
    const whole = parseJson(withPersonalData(JSON.stringify(event), shown))
    expect(whole).toEqual({ ...event, data: { ...event.data, payment: { ...payment, ...shown } } })
  }
  fc.assert(fc.property(personal as fc.Arbitrary<Parameters<typeof withPersonalData>[1]>, text, check))
})

/** As events are written, with null in place of what is personal. */
const bodyOf = (payment: object, end: object = {}) =>
  JSON.stringify({ id: 'evt_1', data: { payment }, ...end })
const nothing = { description: null, customer: null, metadata: null }
const known = {
  description: 'Two tickets',
  customer: {
    email: 'ada@example.com',
    name: 'Ada',
    address: { country: 'GB', line1: '1 High Street', line2: null, city: 'London', postcode: null },
  },
  metadata: { order: '7' },
}

test('of a customer, merchants are told the email address and the name, and nothing else', () => {
  const whole = JSON.parse(withPersonalData(bodyOf({ ...nothing }), known))
  expect(whole.data.payment.customer).toEqual({ email: 'ada@example.com', name: 'Ada' })
})

test('metadata that would be too large is left out, and the rest is not', () => {
  const body = bodyOf(nothing).replace(/}}$/, ',"truncated":["payment.metadata"]}}')
  const { payment, truncated } = JSON.parse(withPersonalData(body, known)).data
  expect(truncated).toEqual(['payment.metadata'])
  expect(payment).toEqual({
    description: 'Two tickets',
    customer: { email: 'ada@example.com', name: 'Ada' },
    metadata: null,
  })
})

test('a body that has no place for personal data, such as that of a test, stays as it is', () => {
  const body = bodyOf({ id: 'pay_1' })
  expect(withPersonalData(body, known)).toBe(body)
})

test('merchants are told of all events of one save, in their order, with the refund where there is one', () => {
  const events = [
    { type: 'attempt_approved', number: 1, atMs: 5 },
    { type: 'payment_succeeded', atMs: 5 },
    { type: 'refund_requested', refundId: 'ref_1', atMs: 6 },
  ] as unknown as PaymentEvent[]
  expect(publicFactsOf(events)).toEqual([
    { type: 'payment.succeeded', refundId: null, atMs: 5 },
    { type: 'refund.created', refundId: 'ref_1', atMs: 6 },
  ])
})
