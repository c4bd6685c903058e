/** Which lines of an acquirer are one that was read twice. */
import { expect, it } from 'vitest'
import { isSameLine } from '../../src/core/reconciliation/same-line.ts'
import { authorization } from './statement-lines.ts'

const line = authorization('approved', { handle: 'pi_1' })
const named = { ...line, acquirerTransactionId: 'pay_1' }

it.each([
  { reference: 'order-2' },
  { handle: 'pi_2' },
  { handle: null },
  { kind: 'refund' },
  { atMs: line.atMs + 1 },
  { amountMinor: 999 },
  { currency: 'usd' },
  { last4: '4242' },
] as const)('a line is another one if it has %j', (changes) => {
  expect(isSameLine(line, { ...line, ...changes })).toBe(false)
  expect(isSameLine({ ...line, ...changes }, line)).toBe(false)
})

it.each([
  { reference: 'order-2' },
  { handle: 'pi_2' },
  { kind: 'refund' },
  { amountMinor: 999 },
  { currency: 'usd' },
  { acquirerTransactionId: 'pay_2' },
] as const)('a line is another one if it has %j, whatever its ID', (changes) => {
  expect(isSameLine(named, { ...named, ...changes })).toBe(false)
})

it.each([{}, { state: 'pending' }, { last4: null }, { originalReference: 'order-2' }] as const)(
  'a line is the same one although it has %j',
  (changes) => {
    expect(isSameLine(line, { ...line, ...changes })).toBe(true)
    expect(isSameLine({ ...line, ...changes }, line)).toBe(true)
  },
)
