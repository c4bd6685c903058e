/** What the fields must hold, by example. */
import { describe, expect, it } from 'vitest'
import {
  cvcProblem,
  emailProblem,
  nameProblem,
  readExpiry,
} from '../../src/payment-page/fields/field-rules.ts'

const midOf2026Ms = Date.UTC(2026, 5, 15)

describe('an expiry date', () => {
  it.each([
    '3/28',
    '03/28',
    '03/2028',
    '0328',
    '032028',
    '2028-03',
    '03-28',
    '03.28',
    '3 28',
    '03 / 28',
    ' 03/28 ',
  ])('is read from %s', (text) => {
    expect(readExpiry(text, midOf2026Ms)).toEqual({ month: 3, year: 2028 })
  })

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['28', 'format'],
    ['328', 'format'],
    ['03/8', 'format'],
    ['03/028', 'format'],
    ['March 28', 'format'],
    ['00/28', 'month'],
    ['13/28', 'month'],
    ['05/26', 'past'],
    ['01/1999', 'past'],
    ['07/46', 'far'],
    ['03/2099', 'far'],
  ])('is refused as %j: %s', (text, problem) => {
    expect(readExpiry(text, midOf2026Ms)).toBe(problem)
  })

  it('is good through the last day of its month and up to twenty years ahead', () => {
    expect(readExpiry('06/26', midOf2026Ms)).toEqual({ month: 6, year: 2026 })
    expect(readExpiry('06/46', midOf2026Ms)).toEqual({ month: 6, year: 2046 })
    expect(readExpiry('01/46', Date.UTC(2026, 0, 20))).toEqual({ month: 1, year: 2046 })
  })

  it('is good until its month is over everywhere', () => {
    const overInUtcMs = Date.UTC(2026, 6, 1)
    expect(readExpiry('06/26', overInUtcMs)).toEqual({ month: 6, year: 2026 })
    expect(readExpiry('06/26', overInUtcMs + 12 * 3_600_000)).toBe('past')
  })
})

describe('a security code', () => {
  it.each([
    ['123', 3, null],
    ['1 2 3', 3, null],
    ['١٢٣', 3, null],
    ['1234', 4, null],
    ['123', null, null],
    ['1234', null, null],
    ['', 3, 'empty'],
    ['1234', 3, 'length3'],
    ['123', 4, 'length4'],
    ['12', null, 'length'],
    ['12a', 3, 'length3'],
  ] as const)('%j for a length of %s: %s', (text, length, problem) => {
    expect(cvcProblem(text, length)).toBe(problem)
  })
})

describe('a name', () => {
  it.each(['Alex Johnson', 'Ж', '山田 太郎', 'O’Neil 3rd', 'X Æ A-12', 'Flat 12345678901'])(
    'may be %s',
    (name) => {
      expect(nameProblem(name)).toBeNull()
    },
  )

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['4111 1111 1111 1111', 'digits'],
    ['Alex 4111-1111-1111', 'digits'],
    ['٤١١١١١١١١١١١١١١١', 'digits'],
    ['A. 4111.1111.1111.1111', 'digits'],
    ['123', 'digits'],
    ['1234', 'digits'],
  ])('may not be %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem)
  })
})

describe('an email address', () => {
  it.each(['a@b.co', 'first.last+tag@sub.example.com', 'ü@exämple.de', "o'neil@example.org"])(
    'may be %s',
    (email) => {
      expect(emailProblem(email)).toBeNull()
    },
  )

  it.each([
    '4012000033330026@example.com',
    ' 4012-0000-3333-0026@example.com',
    '4012.0000.3333.0026@example.com',
    'alex+4012000033330026@example.com',
    'card4012000033330026@example.com',
    'a@4012000033330026.example',
    '٤٠١٢٠٠٠٠٣٣٣٣٠٠٢٦@example.com',
    '4012\u200b0000\u200b3333\u200b0026@example.com',
    '4222222222222@example.com',
    '6205500000000000004@example.com',
    '4012000033330026',
  ])('may not hold a card number: %j', (email) => {
    expect(emailProblem(email)).toBe('digits')
  })

  it.each([
    '4012000033330027@example.com',
    '491709876543@example.com',
    '2026.11.23.order.5678.1234.9@example.com',
    '12345678901234567890@example.com',
  ])('may hold other digits: %s', (email) => {
    expect(emailProblem(email)).toBeNull()
  })

  it.each(['', 'a', 'a@b', '@b.co', 'a@', 'a@@b.co', 'a b@c.de', 'a@b..co', 'a@.co', 'a@b.co.', 'a@b.c'])(
    'may not be %j',
    (email) => {
      expect(emailProblem(email)).not.toBeNull()
    },
  )
})
