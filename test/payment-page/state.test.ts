/** Which page a payment shows, for every state that it can be in. */
import { describe, expect, it } from 'vitest'
import { attemptStates, blocksNextAttempt } from '../../src/core/attempt/attempt.ts'
import { declineCodes } from '../../src/core/decline.ts'
import { declineCategory } from '../../src/payment-page/decline-category.ts'
import { hasUnlistedTestCard, pageState } from '../../src/payment-page/state.ts'
import { attempt, challenged, declined, nowMs, payment } from './payments.ts'

describe('the page of a payment', () => {
  it('asks for a card while nothing has been tried', () => {
    expect(pageState(payment(), nowMs)).toEqual({ kind: 'open', attemptNumber: 1, declined: null })
  })

  it('asks for another card where that is allowed, and says why', () => {
    const tried = payment({
      attemptsMax: 3,
      attempts: [attempt('declined', { declineCode: 'insufficient_funds' })],
    })
    expect(pageState(tried, nowMs)).toEqual({ kind: 'open', attemptNumber: 2, declined: 'funds' })
  })

  it('shows an attempt that was never sent as a technical problem', () => {
    const tried = payment({ attemptsMax: 3, attempts: [attempt('not_sent')] })
    expect(pageState(tried, nowMs)).toMatchObject({ kind: 'open', declined: 'technical' })
  })

  it.each(['sending', 'unknown', 'reversing', 'set_aside', 'approved'] as const)(
    'never asks for a card while an attempt is %s',
    (state) => {
      const running = payment({ attemptsMax: 3, attempts: [attempt(state)] })
      expect(pageState(running, nowMs)).toEqual({ kind: 'processing', isLong: false })
    },
  )

  it('offers the way back after a minute of doubt', () => {
    const running = payment({ attempts: [attempt('unknown', { startedAtMs: nowMs - 60_000 })] })
    expect(pageState(running, nowMs)).toEqual({ kind: 'processing', isLong: true })
    expect(pageState(running, nowMs - 1)).toEqual({ kind: 'processing', isLong: false })
  })

  it('leads to the issuer during a challenge', () => {
    const url = 'https://bank.example/challenge?a=1&b=2'
    expect(pageState(challenged(url), nowMs)).toEqual({
      ...{ kind: 'challenge', attemptNumber: 1, url, fields: null },
    })
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'no address'])('never leads to %s', (url) => {
    expect(pageState(challenged(url), nowMs).kind).toBe('processing')
  })

  it('never asks for a card beside an attempt that charged one or still might', () => {
    const endings = [null, ...(['succeeded', 'expired', 'canceled'] as const)]
    for (const state of attemptStates) {
      for (const kind of endings) {
        const one = attempt(state, { challengeUrl: 'https://bank.example' })
        const ending = kind === null ? null : { kind, atMs: nowMs }
        const shown = pageState(payment({ attempts: [one], ending, attemptsMax: 2 }), nowMs).kind
        expect([state, kind, shown === 'open']).toEqual([
          state,
          kind,
          kind === null && !blocksNextAttempt(one),
        ])
      }
    }
  })

  it('says that no money was taken only when that is certain', () => {
    const atMs = nowMs
    const ending = { kind: 'failed', atMs, declineCode: 'canceled_by_customer' } as const
    const left = payment({ attempts: [attempt('reversing')], ending })
    expect(pageState(left, nowMs)).toEqual({ kind: 'abandoned', isProven: false })
    expect(pageState({ ...left, attempts: [attempt('reversed')] }, nowMs)).toEqual({
      kind: 'abandoned',
      isProven: true,
    })
  })

  it.each(['expired', 'canceled'] as const)('says that it is %s', (kind) => {
    expect(pageState(payment({ ending: { kind, atMs: nowMs } }), nowMs)).toEqual({ kind, isProven: true })
  })

  it('never asks for a card for a direct payment', () => {
    expect(pageState(payment({ kind: 'direct' }), nowMs).kind).toBe('processing')
  })
})

describe('what a customer learns about a decline', () => {
  it.each(['lost_card', 'stolen_card', 'suspect_fraud', 'fraud_filter', 'card_velocity_exceeded'] as const)(
    'does not tell %s from any other refusal',
    (declineCode) => {
      expect(pageState(declined(declineCode), nowMs)).toEqual(pageState(declined('generic_decline'), nowMs))
    },
  )

  it('is nothing more after three cards', () => {
    expect(declineCodes.map((code) => declineCategory(code, 3))).toEqual(declineCodes.map(() => 'refused'))
  })
})

describe('the warning not to use real cards', () => {
  it('comes with the decline of a number that is not a test card', () => {
    expect(hasUnlistedTestCard(declined('generic_decline', { mode: 'test' }))).toBe(true)
  })

  it('does not come with a test card, and not in live mode', () => {
    expect(hasUnlistedTestCard(declined('do_not_honor', { mode: 'test' }))).toBe(false)
    expect(hasUnlistedTestCard(declined('generic_decline'))).toBe(false)
    const challengedFirst = attempt('declined', {
      declineCode: 'generic_decline',
      challengeUrl: 'https://bank.example',
    })
    expect(hasUnlistedTestCard(payment({ mode: 'test', attempts: [challengedFirst] }))).toBe(false)
  })
})
