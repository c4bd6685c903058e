/** An email address that looks mistyped is asked about, and never corrected by itself. */
import { describe, expect, it } from 'vitest'
import { suggestEmail } from '../../src/payment-page/fields/email-suggestion.ts'

describe('an address at a domain that is nearly a known one', () => {
  it.each([
    ['maria@gmial.com', 'maria@gmail.com'],
    ['maria@gmai.com', 'maria@gmail.com'],
    ['maria@gmaill.com', 'maria@gmail.com'],
    ['maria@gnail.com', 'maria@gmail.com'],
    ['maria@hotmial.fr', 'maria@hotmail.fr'],
    [' Maria.Muster@Hotmial.com ', 'maria.muster@hotmail.com'],
    ['maria@outlok.com', 'maria@outlook.com'],
    ['maria@iclould.com', 'maria@icloud.com'],
    ['maria@yaho.com', 'maria@yahoo.com'],
  ])('%s may have been meant as %s', (typed, meant) => {
    expect(suggestEmail(typed)).toBe(meant)
  })
})

describe('an address that may well be right', () => {
  it.each([
    ...['maria@gmail.com', 'MARIA@GMAIL.COM', 'maria@mail.com', 'maria@email.com', 'maria@ymail.com'],
    ...['maria@gmx.de', 'maria@hotmail.de', 'maria@yahoo.fr', 'maria@yahoo.co.uk', 'maria@example.com'],
    ...['', 'maria', 'maria@', 'maria@gm.ail.com'],
  ])('%s is left alone', (typed) => {
    expect(suggestEmail(typed)).toBeNull()
  })
})
