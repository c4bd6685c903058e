/** Expiry dates key by key: nothing typed is ever lost or swapped, and Backspace gets everywhere. */
import { describe, expect, it } from 'vitest'
import { typeExpiry } from '../../src/payment-page/browser/expiry-typing.ts'
import type { Typed } from '../../src/payment-page/fields/typed-digits.ts'

const empty: Typed = { value: '', caret: 0 }

function press(state: Typed, key: string): Typed {
  const { value, caret } = state
  if (key === '⌫') {
    if (caret === 0) return state
    return typeExpiry(value.slice(0, caret - 1) + value.slice(caret), caret - 1, 'backward')
  }
  if (key === '⌦') return typeExpiry(value.slice(0, caret) + value.slice(caret + 1), caret, 'forward')
  return typeExpiry(value.slice(0, caret) + key + value.slice(caret), caret + 1, 'insert')
}

const type = (keys: string, from: Typed = empty): Typed => [...keys].reduce(press, from)

describe('an expiry date typed key by key', () => {
  it.each([
    ['328', '03 / 28'],
    ['3/28', '03 / 28'],
    ['0328', '03 / 28'],
    ['03/28', '03 / 28'],
    ['03 / 28', '03 / 28'],
    ['1228', '12 / 28'],
    ['12/2030', '12 / 2030'],
    ['122030', '12 / 2030'],
    ['1/28', '01 / 28'],
    ['1-28', '01 / 28'],
    ['1 28', '01 / 28'],
    ['1328', '01 / 328'],
    ['13/30', '13 / 30'],
    ['2030-01', '01 / 2030'],
    ['2030/12', '12 / 2030'],
    ['2030-9', '09 / 2030'],
    ['2030-1', '2030-1'],
    ['203001', '01 / 2030'],
    ['٠٣٢٨', '03 / 28'],
    ['0３28', '03 / 28'],
    ['2', '02 / '],
    ['1', '1'],
    ['0', '0'],
    ['0/', '0'],
    ['12', '12 / '],
    ['ab', ''],
  ])('%s becomes %s', (keys, value) => {
    expect(type(keys).value).toBe(value)
  })

  it.each(['328', '3/28', '0328', '1228', '12/2030', '1/28'])('leaves the caret at the end of %s', (keys) => {
    const typed = type(keys)
    expect(typed.caret).toBe(typed.value.length)
  })

  it.each([
    ['03/28', '03 / 28'],
    ['3/2028', '03 / 2028'],
    ['2028-03', '03 / 2028'],
    ['2028-3', '03 / 2028'],
    ['03.28', '03 / 28'],
    [' 0328 ', '03 / 28'],
  ])('a pasted or filled in %s becomes %s', (text, value) => {
    expect(typeExpiry(text, text.length, 'insert')).toEqual({ value, caret: value.length })
  })
})

describe('taking an expiry date away', () => {
  it('gets over the slash with Backspace from the end', () => {
    const states = [type('0328')]
    while (states.length < 20 && states.at(-1)?.value !== '') states.push(press(states.at(-1) ?? empty, '⌫'))
    expect(states.map((state) => state.value)).toEqual(['03 / 28', '03 / 2', '03', '0', ''])
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'ends in nothing with Backspace from place %i and Delete after it',
    (caret) => {
      let state: Typed = { value: '03 / 28', caret }
      for (let i = 0; i < 10; i++) state = press(state, '⌫')
      for (let i = 0; i < 10; i++) state = press(state, '⌦')
      expect(state.value).toBe('')
    },
  )

  it('lets the month be mended in its place', () => {
    const withoutThree = press({ value: '03 / 28', caret: 2 }, '⌫')
    expect(withoutThree).toEqual({ value: '0 / 28', caret: 1 })
    expect(press(withoutThree, '4')).toEqual({ value: '04 / 28', caret: 5 })
  })

  it('keeps the year when the whole month goes', () => {
    const withoutMonth = typeExpiry(' / 28', 0, 'backward')
    expect(type('04', withoutMonth).value).toBe('04 / 28')
  })
})
