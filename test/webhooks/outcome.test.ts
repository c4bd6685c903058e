/** What a merchant may see of a response. */
import { expect, test } from 'vitest'
import { excerptOf } from '../../src/webhooks/excerpt.ts'
import { outcomeOf } from '../../src/webhooks/outcome-of.ts'

const posted = (body: string) =>
  ({ kind: 'responded', statusCode: 500, retryAfter: null, body: Buffer.from(body) }) as const

test('the beginning of a response is shown if it came from a public address', () => {
  expect(outcomeOf(posted('no such table: orders'), true, 0)).toMatchObject({
    excerpt: 'no such table: orders',
  })
  expect(outcomeOf(posted('no such table: orders'), false, 0)).toMatchObject({ excerpt: null })
})

test.each([
  ['text on lines', 'a\tb\nc', 'a\tb\nc'],
  ['text in other scripts', 'नमस्ते — Tēja ☕', 'नमस्ते — Tēja ☕'],
  ['controls of a terminal', '\u001b[31mred\u0007', '[31mred'],
  ['a change of direction', 'a\u202eb\u2066c', 'abc'],
  ['carriage returns', 'a\r\nb', 'a\nb'],
  ['nothing', '', null],
  ['only controls', '\u0000\u0001', null],
  ['a card number', 'card 4111111111111111 refused', 'card [card number] refused'],
  ['a secret key', 'key fl_live_sk_abcdefgh', 'key fl_live_sk_[masked]'],
])('an excerpt of %s is safe to show', (_, body, expected) => {
  expect(excerptOf(Buffer.from(body))).toBe(expected)
})

test('an excerpt has at most 1 KiB, without half a character or half a card number at its end', () => {
  expect(excerptOf(Buffer.from('é'.repeat(2_000)))).toBe('é'.repeat(512))
  expect(excerptOf(Buffer.from(`x${'é'.repeat(2_000)}`))).toBe(`x${'é'.repeat(511)}`)
  expect(excerptOf(Buffer.from([0xff, 0xfe, 0x41]))).toBe('A')
  expect(excerptOf(Buffer.from(`${' '.repeat(1_014)}4111111111111111`))).toBe('[card numb')
})
