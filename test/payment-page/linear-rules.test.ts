/** Whatever is sent, no rule of the page runs for long over it: all of them are linear. A hang fails by its time-out. */
import { describe, expect, it } from 'vitest'
import { isPaymentId } from '../../src/core/payment/payment-id.ts'
import {
  cvcProblem,
  emailProblem,
  nameProblem,
  readExpiry,
} from '../../src/payment-page/fields/field-rules.ts'
import { bare } from '../../src/payment-page/fields/typed-digits.ts'
import { parseFields } from '../../src/payment-page/read-post.ts'
import { acceptsEncoding } from '../../src/platform/accepted-encoding.ts'
import { nowMs } from './payments.ts'

describe('no rule takes long', () => {
  const size = 200_000
  const texts = [
    ...['a', '.', '@', ' ', '1', '1 ', '1.', '-', '/', '\u200b', '\n', 'a.', '@.', '1/'],
    ...[';', ', ', '; q=0', '%', '&', '=', 'a=&'],
  ].map((unit) => unit.repeat(size / unit.length))
  const attacks = texts.flatMap((text) => [text, `a@${text}@`, `12/${text}x`, `${text}@`])

  it.each([
    ['the email address', emailProblem],
    ['the name', nameProblem],
    ['the code', (text: string) => cvcProblem(text, null)],
    ['the expiry date', (text: string) => readExpiry(text, nowMs)],
    ['the number', bare],
    ['a posted body', (text: string) => parseFields(Buffer.from(text))],
    ['the accepted encodings', (text: string) => acceptsEncoding(text, 'gzip')],
    ['an id', isPaymentId],
  ] as const)('over 200 000 characters: %s', (_, rule) => {
    for (const text of attacks) expect(() => rule(text)).not.toThrow()
  })
})
