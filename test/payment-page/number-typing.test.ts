/** Card numbers key by key: grouped as on the card, the caret where the customer left it. */
import { describe, expect, it } from 'vitest'
import { brandHints } from '../../src/payment-page/brand-hints.ts'
import { typeNumber } from '../../src/payment-page/browser/number-typing.ts'
import type { Typed } from '../../src/payment-page/fields/typed-digits.ts'

function press({ value, caret }: Typed, key: string): Typed {
  if (key === '⌫') {
    if (caret === 0) return { value, caret }
    return typeNumber(value.slice(0, caret - 1) + value.slice(caret), caret - 1, 'backward', brandHints)
  }
  if (key === '⌦')
    return typeNumber(value.slice(0, caret) + value.slice(caret + 1), caret, 'forward', brandHints)
  return typeNumber(value.slice(0, caret) + key + value.slice(caret), caret + 1, 'insert', brandHints)
}

const type = (keys: string, from: Typed = { value: '', caret: 0 }): Typed => [...keys].reduce(press, from)

describe('a card number typed key by key', () => {
  it.each([
    ['4111111111111111', '4111 1111 1111 1111'],
    ['378282246310005', '3782 822463 10005'],
    ['30569309025904', '3056 930902 5904'],
    ['3056930902590400', '3056 9309 0259 0400'],
    ['6200000000000000003', '6200 0000 0000 0000 003'],
    ['4111-1111-1111-1111', '4111 1111 1111 1111'],
    ['4111.1111.1111.1111', '4111 1111 1111 1111'],
    ['4111\u00a01111', '4111 1111'],
    ['４１１１１', '4111 1'],
    ['٤١١١١', '4111 1'],
    ['4111x', '4111x'],
    ['', ''],
  ])('%s becomes %s, caret at its end', (keys, value) => {
    expect(type(keys)).toEqual({ value, caret: value.length })
  })

  it('keeps the caret behind a digit that is put into the middle', () => {
    expect(press({ value: '4111 1111', caret: 2 }, '9')).toEqual({ value: '4191 1111 1', caret: 3 })
  })

  it('goes on behind the gap when the digit fills a group', () => {
    expect(press({ value: '4111 1111', caret: 3 }, '9')).toEqual({ value: '4119 1111 1', caret: 5 })
  })

  it.each([...Array(20).keys()])(
    'loses nothing but the digit before the caret with Backspace at %i',
    (caret) => {
      const value = '4123 4567 8901 2345'
      const once = press({ value, caret }, '⌫')
      const twice = press(once, '⌫')
      const digits = value.replaceAll(' ', '').length
      const digitsBefore = value.slice(0, caret).replaceAll(' ', '').length
      // At a gap the first press only passes it.
      expect(twice.value.replaceAll(' ', '').length).toBeGreaterThanOrEqual(digits - 2)
      if (digitsBefore > 0) expect(twice.value).not.toBe(value)
      else expect(twice.value).toBe(value)
    },
  )

  it('is empty after enough of Backspace or Delete from anywhere', () => {
    for (let caret = 0; caret <= 19; caret++) {
      let state: Typed = { value: '4123 4567 8901 2345', caret }
      for (let i = 0; i < 25; i++) state = press(state, '⌫')
      for (let i = 0; i < 25; i++) state = press(state, '⌦')
      expect(state.value).toBe('')
    }
  })
})
