/** The sandbox acquirer's test cards. */
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import { authorization, cardWith, noDeadline, refundOf } from './acquirer-requests.ts'
import { authorize, inquire, openSandboxForEachTest, states, world } from './honest-sandbox.ts'

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
    expect((await world.writtenBytes()).includes('1486')).toBe(false)
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
    expect(await world.acquirer.inquireRefund(refund, noDeadline())).toEqual({
      kind: 'failed',
      declineCode: 'generic_decline',
    })
    expect((await world.acquirer.refund(refundOf(original), noDeadline())).kind).toBe('pending')
  })
})
