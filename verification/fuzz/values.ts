/** Values that have broken parsers and validators before, and requests that are right, to start from. */
import type { MarkedCard } from '../scan/marks.ts'

export const nastyTexts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '2500.0',
  '25e2',
  '9'.repeat(400),
  'NaN',
  'null',
  'true',
  '\u0000',
  '\u0007bell',
  '\ud800',
  'a\udfffb',
  '\u202Egnp.exe',
  '\ufeff',
  '😀'.repeat(300),
  "'; drop table payments; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '%00%ff%2e%2e',
  '__proto__',
  'constructor',
  'pay_00000000-0000-0000-0000-000000000000',
  'javascript:alert(1)',
  'https://a@b',
  'https:evil.example',
  'http://[::1',
  'x'.repeat(10_000),
]

export const nastyJson: readonly string[] = [
  '[]',
  '{}',
  'null',
  '1e400',
  '-0',
  '"\\ud800"',
  '[[[[[[[[[[]]]]]]]]]]',
  '{"a":{"b":{"c":{"d":{"e":1}}}}}',
  '{"amount":1,"amount":2}',
  '{"__proto__":{"x":1}}',
  '1.0',
  '99999999999999999999999',
]

export const goodSession = {
  amount: 2500,
  currency: 'eur',
  redirect_url: 'https://shop.example.com/done?order=1#top',
  customer: {
    email: 'alex@example.com',
    first_name: 'Alex',
    last_name: 'Johnson',
    country: 'DE',
    phone: '+491709876543',
    address: 'Friedrichstrasse 100',
    city: 'Berlin',
    zip: '10117',
  },
  description: 'Two paperbacks',
  metadata: { order_id: '5678' },
  callback_url: 'https://shop.example.com/callback',
}

export const goodDirect = (card: MarkedCard) => ({
  amount: 2500,
  currency: 'eur',
  card: {
    number: card.pan,
    exp_month: 12,
    exp_year: 2030,
    cvc: card.cvc,
    holder_name: 'Alex Johnson',
  },
  return_url: 'https://shop.example.com/back',
})

export const goodRefund = { reason: 'requested_by_customer', amount: 100 }

export const goodForm = (card: MarkedCard): Readonly<Record<string, string>> => ({
  number: card.pan,
  expiry: '12/30',
  cvc: card.cvc,
  name: 'Alex Johnson',
  email: 'alex@example.com',
})
