/** The sandbox acquirer: the port's contract, the test cards, and a book that survives everything. */
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { acquirerContract } from '../../acquirer-contract/src/acquirer-contract.ts'
import { testCards } from '../../src/core/card/test-cards.ts'
import { authorization, cardWith, newReference, noDeadline, refundOf } from './acquirer-requests.ts'
import { authorize, inquire, openSandboxForEachTest, states, world } from './honest-sandbox.ts'
import { readStatement } from './read-statement.ts'
import { reopenSandbox, sandboxSubject } from './sandbox-world.ts'

acquirerContract({ describe, it }, sandboxSubject)

openSandboxForEachTest()

describe('the test cards', () => {
  for (const { pan, label, outcome } of testCards) {
    if (outcome.kind !== 'approve' && outcome.kind !== 'decline') continue
    const expected =
      outcome.kind === 'decline'
        ? { kind: 'declined', declineCode: outcome.declineCode }
        : { kind: 'approved' }
    it(`${label}: ${pan}`, async () => {
      expect(await authorize(authorization(pan))).toMatchObject(expected)
    })
  }

  it('are issued where their brand is at home', async () => {
    const countryOf = async (pan: string) => {
      const answer = await authorize(authorization(pan))
      return answer.kind === 'approved' ? answer.country : null
    }
    expect(await countryOf('4111111111111111')).toBe('US')
    expect(await countryOf('3566002020360505')).toBe('JP')
    expect(await countryOf('6200000000000005')).toBe('CN')
    expect(await countryOf('6759649826438453')).toBe('GB')
  })

  it('approve without asking the customer if the issuer needs no challenge', async () => {
    expect((await authorize(authorization('4000000000003220'))).kind).toBe('approved')
  })

  it('let a slow bank answer after its time, and be asked about until then', async () => {
    const request = authorization('4000000000005001')
    const answer = authorize(request)
    await turn()
    await world.clock.advance(4_999)
    expect(await inquire(request.reference)).toEqual({ kind: 'pending' })
    await world.clock.advance(1)
    expect((await answer).kind).toBe('approved')
    expect((await inquire(request.reference)).kind).toBe('approved')
  })

  it('decline every other number and keep nothing of it', async () => {
    const request = authorization('4539578763621486')
    const declined = { kind: 'declined', declineCode: 'generic_decline', country: null }
    expect(await authorize(request)).toEqual(declined)
    expect(await inquire(request.reference)).toEqual(declined)
    expect(world.writtenBytes().includes('1486')).toBe(false)
  })

  it.each([
    ['a wrong check digit', { pan: '4111111111111112' }, 'invalid_number'],
    ['a number that is too short', { pan: '42' }, 'invalid_number'],
    ['a month that does not exist', { expMonth: 13 }, 'invalid_expiry'],
    ['a date in the past', { expMonth: 10, expYear: 2026 }, 'expired_card'],
    ['a code of the wrong length', { cvc: '1234' }, 'invalid_cvc'],
    ['a short code on an American Express card', { pan: '378282246310005' }, 'invalid_cvc'],
  ] as const)('decline %s', async (_, changes, declineCode) => {
    const card = cardWith('4111111111111111', changes)
    expect(await authorize({ ...authorization(''), card })).toMatchObject({ kind: 'declined', declineCode })
  })

  it('take the money and lose the answer, which an inquiry finds', async () => {
    const request = authorization('4000000000000259')
    const answer = authorize(request)
    await turn()
    await world.clock.advance(2_000)
    expect(await answer).toEqual({ kind: 'unknown', cause: 'no answer' })
    expect((await inquire(request.reference)).kind).toBe('approved')
  })

  it('lose the request, which no inquiry finds', async () => {
    const request = authorization('4000000000001976')
    const answer = authorize(request)
    await world.clock.advance(2_000)
    expect(await answer).toEqual({ kind: 'unknown', cause: 'no answer' })
    expect(await inquire(request.reference)).toEqual({ kind: 'not_found' })
    expect(await states()).toEqual([])
  })

  it('give a lost answer up as soon as the deadline is over', async () => {
    const deadline = new AbortController()
    const answer = world.acquirer.authorize(authorization('4000000000000259'), deadline.signal)
    deadline.abort()
    expect((await answer).kind).toBe('unknown')
  })

  it('accept a refund that fails later and gives its amount back', async () => {
    const original = authorization('4000000000005126')
    await authorize(original)
    const refund = refundOf(original)
    expect((await world.acquirer.refund(refund, noDeadline())).kind).toBe('pending')
    await world.finishRefunds()
    expect(await world.acquirer.inquireRefund(refund.reference, noDeadline())).toEqual({
      kind: 'failed',
      declineCode: 'generic_decline',
    })
    expect((await world.acquirer.refund(refundOf(original), noDeadline())).kind).toBe('pending')
  })
})

describe('refunds and reversals', () => {
  it('refuse a refund in another currency', async () => {
    const original = authorization(world.approvedPan)
    await authorize(original)
    const refund = refundOf(original, { currency: 'gbp' })
    expect(await world.acquirer.refund(refund, noDeadline())).toEqual({
      kind: 'failed',
      declineCode: 'invalid_currency',
    })
  })

  it('fail a pending refund when its authorization is reversed', async () => {
    const original = authorization(world.approvedPan)
    await authorize(original)
    const refund = refundOf(original)
    await world.acquirer.refund(refund, noDeadline())
    await world.acquirer.reverse(original.reference, noDeadline())
    await world.finishRefunds()
    expect((await world.acquirer.inquireRefund(refund.reference, noDeadline())).kind).toBe('failed')
  })

  it('do not take an authorization back whose money was paid back already', async () => {
    const original = authorization(world.approvedPan)
    await authorize(original)
    await world.acquirer.refund(refundOf(original), noDeadline())
    await world.finishRefunds()
    expect((await world.acquirer.reverse(original.reference, noDeadline())).kind).toBe('too_late')
    expect(await states()).toEqual(['approved', 'succeeded'])
  })
})

describe('the book', () => {
  it('is the same after a restart', async () => {
    const request = authorization(world.approvedPan)
    const answer = await authorize(request)
    const challenge = authorization(world.challengedPan)
    const challenged = await authorize(challenge)
    const refund = refundOf(request)
    await world.acquirer.refund(refund, noDeadline())
    const tombstone = newReference()
    await world.acquirer.reverse(tombstone, noDeadline())
    await world.sandbox.close()

    const reopened = reopenSandbox(world.file, world.clock)
    await world.finishRefunds()
    expect(await reopened.acquirer.inquire(request.reference, noDeadline())).toEqual(answer)
    expect(await reopened.acquirer.inquire(challenge.reference, noDeadline())).toEqual(challenged)
    expect(await reopened.acquirer.inquire(tombstone, noDeadline())).toEqual({ kind: 'reversed' })
    const refunded = await reopened.acquirer.inquireRefund(refund.reference, noDeadline())
    expect(refunded.kind).toBe('succeeded')
    expect(await reopened.book.incidents()).toEqual([])
    await reopened.close()
  })

  it('can be read while another process writes it', async () => {
    const original = authorization(world.approvedPan, { amountMinor: 1_200, currency: 'gbp' })
    await authorize(original)
    const refund = refundOf(original, { amountMinor: 200 })
    await world.acquirer.refund(refund, noDeadline())
    const { transactions, incidents } = readStatement(world.file, world.clock.nowMs() + 1_000)
    const atMs = world.clock.nowMs()
    const shared = { currency: 'gbp', atMs }
    expect(incidents).toEqual([])
    expect(transactions).toHaveLength(2)
    expect(transactions).toContainEqual({
      ...shared,
      reference: original.reference,
      kind: 'authorization',
      state: 'approved',
      amountMinor: 1_200,
      last4: '1111',
      originalReference: null,
    })
    expect(transactions).toContainEqual({
      ...shared,
      reference: refund.reference,
      kind: 'refund',
      state: 'succeeded',
      amountMinor: 200,
      last4: null,
      originalReference: original.reference,
    })
  })

  it('contains no card number and no security code', async () => {
    for (const { pan } of testCards) {
      const cvc = pan.startsWith('37') ? '9173' : '917'
      const answer = authorize({ ...authorization(pan), card: cardWith(pan, { cvc }) })
      await turn()
      await world.clock.advance(25_000)
      await answer
    }
    const bytes = world.writtenBytes().toString('latin1')
    expect(bytes).toContain('2223')
    for (const { pan } of testCards) expect(bytes).not.toContain(pan)
    expect(bytes).not.toContain('9173')
  })

  it('answers unknown when it cannot be written', async () => {
    await world.sandbox.close()
    expect((await authorize(authorization(world.approvedPan))).kind).toBe('unknown')
  })
})
