/** Response bodies are kept by ID and version, whatever objects the storage returns. */
import { describe, expect, it } from 'vitest'
import { PaymentBodies } from '../../src/api/payment-bodies.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { aPayment } from '../support/payments.ts'

const payUrl = 'https://pay.example'
const payment = aPayment({ description: 'first' })
const other = (changes: Partial<Payment>): Payment => ({ ...payment, ...changes })
const descriptionIn = (body: string): unknown => (JSON.parse(body) as { description: unknown }).description

describe('the body of a payment', () => {
  it('is made once for each version, even if the payment is a different object', () => {
    const bodies = new PaymentBodies(payUrl)
    const first = bodies.of(payment)
    expect(bodies.of(other({ description: 'not looked at' }))).toBe(first)
    const newer = bodies.of(other({ description: 'newer', version: payment.version + 1 }))
    expect(descriptionIn(newer)).toBe('newer')
  })

  it('belongs to the version that was read, even if it is older than the last one', () => {
    const bodies = new PaymentBodies(payUrl)
    bodies.of(other({ version: payment.version + 1 }))
    expect(descriptionIn(bodies.of(other({ description: 'older' })))).toBe('older')
  })
})

describe('the body of a payment whose newest commit was lost in a fail-over', () => {
  const ended = (kind: 'succeeded' | 'canceled', atMs: number) =>
    other({ version: payment.version + 1, ending: { kind, atMs } })

  it.each([
    ['another ending', ended('canceled', 2_000), 'canceled'],
    ['no ending', other({ version: payment.version + 1 }), 'pending'],
  ])('tells of %s that took its place', (_, now, status) => {
    const bodies = new PaymentBodies(payUrl)
    bodies.of(ended('succeeded', 1_000))
    expect((JSON.parse(bodies.of(now)) as { status: string }).status).toBe(status)
  })
})

describe('the memory for bodies', () => {
  const length = new PaymentBodies(payUrl).of(payment).length
  /** A body that was forgotten is made again, from what the payment says now. */
  const isKept = (bodies: PaymentBodies, id: string): boolean =>
    descriptionIn(bodies.of(other({ id, description: 'again' }))) !== 'again'

  it('keeps bodies that are read and drops the others, within its bound', () => {
    const bodies = new PaymentBodies(payUrl, 6 * length)
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      bodies.of(other({ id }))
      bodies.of(other({ id: 'a' }))
    }
    expect([isKept(bodies, 'a'), isKept(bodies, 'b')]).toEqual([true, false])
  })

  it('counts a payment once, however often it changes', () => {
    const bodies = new PaymentBodies(payUrl, 6 * length)
    bodies.of(other({ id: 'a' }))
    for (let version = 1; version < 100; version++) bodies.of(other({ id: 'b', version }))
    expect(isKept(bodies, 'a')).toBe(true)
  })

  it('does not keep a body that is larger than half of it', () => {
    const bodies = new PaymentBodies(payUrl, length)
    bodies.of(payment)
    expect(isKept(bodies, payment.id)).toBe(false)
  })
})
