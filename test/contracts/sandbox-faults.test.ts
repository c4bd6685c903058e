/** The faults that the sandbox can be asked for, one by one, and the setting that they are read from. */
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { parseFaults } from '../../src/acquirers/sandbox/faults.ts'
import { authorization, noDeadline, termsOf } from './acquirer-requests.ts'
import { authorize, inquire, openSandboxForEachTest, states, world } from './honest-sandbox.ts'

openSandboxForEachTest()

describe('the faults', () => {
  it('delay an answer whose effect is immediate', async () => {
    world.faults.answerDelayMs = 500
    const request = authorization(world.approvedPan)
    const answer = authorize(request)
    expect(await states()).toEqual(['approved'])
    await world.clock.advance(500)
    expect((await answer).kind).toBe('approved')
  })

  it('leave an answer unknown that comes after the deadline', async () => {
    world.faults.answerDelayMs = 500
    const deadline = new AbortController()
    const answer = world.acquirer.authorize(authorization(world.approvedPan), deadline.signal)
    deadline.abort()
    expect((await answer).kind).toBe('unknown')
    expect(await states()).toEqual(['approved'])
  })

  it('let a request arrive after the gateway gave it up', async () => {
    world.faults.arrivalDelayMs = 500
    const deadline = new AbortController()
    const answer = world.acquirer.authorize(authorization(world.approvedPan), deadline.signal)
    deadline.abort()
    expect((await answer).kind).toBe('unknown')
    expect(await states()).toEqual([])
    await world.clock.advance(500)
    expect(await states()).toEqual(['approved'])
  })

  it('let a request arrive after its reversal, where it has no effect', async () => {
    world.faults.arrivalDelayMs = 500
    const request = authorization(world.approvedPan)
    const answer = authorize(request)
    await world.acquirer.reverse(termsOf(request), noDeadline())
    await world.clock.advance(500)
    expect((await answer).kind).toBe('declined')
    expect(await states()).toEqual([])
  })

  it('approve another amount than was asked for', async () => {
    world.faults.wrongAmountMinor = 100
    const request = authorization(world.approvedPan)
    expect(await authorize(request)).toMatchObject({ amountMinor: 2_600 })
    expect(await inquire(request.reference)).toMatchObject({ amountMinor: 2_500 })
    world.faults.wrongInquiryAmountMinor = 7
    expect(await inquire(request.reference)).toMatchObject({ amountMinor: 2_507 })
  })

  it('hide from inquiries what is young', async () => {
    world.faults.inquiryLagMs = 5_000
    const request = authorization(world.approvedPan)
    await authorize(request)
    await world.clock.advance(4_999)
    expect(await inquire(request.reference)).toEqual({ kind: 'not_found' })
    await world.clock.advance(1)
    expect((await inquire(request.reference)).kind).toBe('approved')
  })

  it('lose so many reversals of a reference, which then have no effect', async () => {
    world.faults.lostReversals = 2
    const request = authorization(world.approvedPan)
    await authorize(request)
    const reverse = async () => {
      const answer = world.acquirer.reverse(termsOf(request), noDeadline())
      await turn()
      await world.clock.advance(2_000)
      return (await answer).kind
    }
    expect([await reverse(), await reverse(), (await inquire(request.reference)).kind]).toEqual([
      'unknown',
      'unknown',
      'approved',
    ])
    expect(await reverse()).toBe('reversed')
  })

  it('make answers unreadable whose effect has happened', async () => {
    world.faults.garbledAnswers = 1
    const request = authorization(world.approvedPan)
    expect((await authorize(request)).kind).toBe('unknown')
    expect((await inquire(request.reference)).kind).toBe('unknown')
    expect(await states()).toEqual(['approved'])
  })

  it('cut the line until a time', async () => {
    world.faults.outage = 1
    world.faults.outageUntilMs = world.clock.nowMs() + 1_000
    const request = authorization(world.approvedPan)
    expect(await authorize(request)).toEqual({ kind: 'not_sent' })
    expect((await inquire(request.reference)).kind).toBe('unknown')
    expect((await world.acquirer.reverse(termsOf(request), noDeadline())).kind).toBe('unknown')
    await world.clock.advance(1_000)
    expect((await authorize(request)).kind).toBe('approved')
  })

  it('silence the acquirer, which leaves everything unknown and without effect', async () => {
    world.faults.outage = 2
    const answer = authorize(authorization(world.approvedPan))
    await world.clock.advance(2_000)
    expect((await answer).kind).toBe('unknown')
    expect(await states()).toEqual([])
  })

  it('are read from a setting', () => {
    const faults = parseFaults('inquiry_lag_ms=5000, outage=1')
    expect(faults).toMatchObject({ inquiryLagMs: 5_000, outage: 1, answerDelayMs: 0 })
    expect(Object.values(parseFaults('')).every((value) => value === 0)).toBe(true)
  })

  it.each([
    ['inquiry_lag=5', /unknown sandbox fault "inquiry_lag".*inquiry_lag_ms/],
    ['toString=1', /unknown sandbox fault "toString"/],
    ['outage', /"outage" needs a whole number from 0 to 2/],
    ['outage=3', /"outage" needs a whole number from 0 to 2/],
    ['answer_delay_ms=-1', /"answer_delay_ms" needs a whole number/],
    ['answer_delay_ms=1.5', /"answer_delay_ms" needs a whole number/],
    ['outage=1,outage=0', /"outage" is given twice/],
  ])('are refused with a clear sentence: %s', (text, message) => {
    expect(() => parseFaults(text)).toThrow(message)
  })
})
