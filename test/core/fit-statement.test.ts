/** An acquirer's statement: taken whole, with the fields that are known, or not at all. */
import { describe, expect, it } from 'vitest'
import { fitStatement } from '../../src/core/reconciliation/fit-statement.ts'
import { authorization, refundOf } from './statement-lines.ts'

const good = authorization('approved')

it('is accepted without any other field', () => {
  const lines = [
    { ...good, handle: 'pi_1' },
    { ...refundOf(400), atMs: 0 },
    authorization('declined', { last4: null }),
  ]
  expect(fitStatement(lines)).toStrictEqual(lines)
  expect(fitStatement([{ ...good, pan: '4111111111111111' }])).toStrictEqual([good])
})

it('may leave out what an acquirer need not report', () => {
  const left = { handle: null, acquirerTransactionId: null, last4: null, originalReference: null }
  const { handle, acquirerTransactionId, last4, originalReference, ...rest } = good
  expect(fitStatement([rest])).toStrictEqual([{ ...rest, ...left }])
  expect([handle, acquirerTransactionId, last4, originalReference]).not.toContain(undefined)
})

it.each([undefined, null, {}, 'lines', 3])('is not a list if it is %j', (lines) => {
  expect(fitStatement(lines)).toBe('it is not a list')
})

describe('the line that does not fit is reported', () => {
  it.each([
    [{ reference: '' }, 'reference'],
    [{ reference: 17 }, 'reference'],
    [{ handle: '4111111111111111' }, 'handle'],
    [{ acquirerTransactionId: '' }, 'acquirerTransactionId'],
    [{ acquirerTransactionId: 17 }, 'acquirerTransactionId'],
    [{ handle: '' }, 'handle'],
    [{ handle: 17 }, 'handle'],
    [{ handle: 'pi_4111 1111 1111 1111' }, 'handle'],
    [{ kind: 'capture' }, 'kind'],
    [{ state: 'open' }, 'state'],
    [{ amountMinor: '1000' }, 'amountMinor'],
    [{ amountMinor: 0 }, 'amountMinor'],
    [{ currency: 'EUR' }, 'currency'],
    [{ last4: '4111111111111111' }, 'last4'],
    [{ last4: 1111 }, 'last4'],
    [{ originalReference: 'a\nb' }, 'originalReference'],
    [{ atMs: -1 }, 'atMs'],
    [{ atMs: 1.5 }, 'atMs'],
    [{ atMs: '2026' }, 'atMs'],
  ])('%j', (changes, name) => {
    expect(fitStatement([good, { ...good, ...changes }])).toBe(`line 2 has no valid ${name}`)
  })

  it.each([null, undefined, 'line', 17])('%j', (line) => {
    expect(fitStatement([line])).toBe('line 1 has no valid reference')
  })
})

it('keeps the IDs of the acquirer, and shows no card number in them', () => {
  const lines = ['pay_1', 'pay 4111111111111111'].map((id) => ({ ...good, acquirerTransactionId: id }))
  expect(fitStatement(lines)).toMatchObject([
    { acquirerTransactionId: 'pay_1' },
    { acquirerTransactionId: 'pay [card number]' },
  ])
})

it('shows no card number in a reference, and leaves ours as they are', () => {
  const foreign = { ...good, reference: 'order 4111111111111111' }
  const refund = { ...refundOf(400), reference: 'r2', originalReference: 'order 4111111111111111' }
  const lines = fitStatement([good, foreign, refund])
  expect(JSON.stringify(lines)).not.toContain('4111111111111111')
  expect(lines).toMatchObject([
    { reference: good.reference },
    { reference: 'order [card number]' },
    { reference: 'r2', originalReference: 'order [card number]' },
  ])
})
