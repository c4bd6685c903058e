/** Stripe for a campaign. */
import { Stripe } from 'stripe'
import { createStripe } from '../../../src/acquirers/stripe/create-stripe.ts'
import type { Log } from '../../../src/ports.ts'
import type { CardBehavior } from '../stripe/cards.ts'
import { startStripe } from '../stripe/start-stripe.ts'
import { type CardKind, type OpenWorld, randomPan } from './acquirer-world.ts'

const beginnings: Readonly<Record<CardKind, string>> = {
  good: '4711',
  declined: '4722',
  challenged: '4733',
  failing_refunds: '4744',
}

const behaviors: Readonly<Record<string, CardBehavior>> = {
  '4722': { decline: { code: 'card_declined', declineCode: 'insufficient_funds' } },
  '4733': { isChallenged: true },
  '4744': { refunds: ['pending', 'failed'] },
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const openStripeWorld: OpenWorld = async (clock, random) => {
  const secretKey = 'sk_live_standIn'
  const standIn = await startStripe({
    nowMs: () => clock.nowMs(),
    livemode: true,
    secretKey,
    behaviorOf: (number) => behaviors[number.slice(0, 4)] ?? {},
    refundDelayMs: 5_000,
  })
  const settings = { secretKey, livemode: true, proxy: null, log: silent, loadSdk: () => Stripe }
  return {
    standIn,
    connect: () => createStripe({ ...settings, baseUrl: standIn.url }),
    newPan: (kind) => randomPan(beginnings[kind], random),
    heldMinor: () => standIn.book.held(),
    refundHasFailed: (reference) => {
      const failed = standIn.book.refunds().filter(({ status }) => status === 'failed')
      const ids = new Set(failed.map(({ intentId }) => intentId))
      return standIn.book
        .intents()
        .some(({ id, metadata }) => metadata.flowlix_reference === reference && ids.has(id))
    },
    answerChallenge: async (url, isPassed) => {
      const body = new URLSearchParams({ result: isPassed ? 'pass' : 'fail' })
      const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
      return response.headers.get('location') ?? ''
    },
    violations: () => standIn.book.violations,
    close: () => standIn.close(),
  }
}
