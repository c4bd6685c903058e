/** Names of events are stored for good, so each says what it is about. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isRefundEvent } from '../../src/core/payment/events.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'

const source = readFileSync(new URL('../../src/core/payment/events.ts', import.meta.url), 'utf8')
const names = [...source.matchAll(/type: '(\w+)'/g)].map(([, name = '']) => name)

describe('the name of an event', () => {
  it('begins with what it is about', () => {
    const known = [...Object.keys(attemptTransitions), ...Object.keys(refundTransitions)]
    expect(names).toEqual(expect.arrayContaining(known))
    expect(names.filter((name) => !/^(payment|attempt|refund)_[a-z_]+$/.test(name))).toStrictEqual([])
  })

  it('is in the table of what it changes', () => {
    expect(Object.keys(attemptTransitions).filter((name) => !name.startsWith('attempt_'))).toStrictEqual([])
    expect(Object.keys(refundTransitions).filter((name) => !name.startsWith('refund_'))).toStrictEqual([])
  })

  it('distinguishes changes of a refund from changes of an attempt', () => {
    expect(isRefundEvent({ type: 'refund_set_aside', refundId: 'r', cause: '', atMs: 0 })).toBe(true)
    expect(isRefundEvent({ type: 'attempt_set_aside', number: 1, cause: '', atMs: 0 })).toBe(false)
  })
})
