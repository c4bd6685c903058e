/** Values that have broken parsers and validators before, and a form that is right, to start from. */
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

export const goodForm = (card: MarkedCard): Readonly<Record<string, string>> => ({
  number: card.pan,
  expiry: '12/30',
  cvc: card.cvc,
  name: 'Alex Johnson',
  email: 'alex@example.com',
})
