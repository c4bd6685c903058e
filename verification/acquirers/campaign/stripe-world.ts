/** Stripe for a campaign. */
import { Stripe } from 'stripe'
import { createStripe } from '../../../src/acquirers/stripe/create-stripe.ts'
import type { Log } from '../../../src/ports/system.ts'
import { Desk } from '../stand-in/desk.ts'
import { inProcessOrigin, transportTo } from '../stand-in/in-process.ts'
import type { CardBehavior } from '../stripe/cards.ts'
import { StripeBook } from '../stripe/stripe-book.ts'
import { type CardKind, type OpenWorld, othersFromId, randomPan } from './acquirer-world.ts'

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

export const openStripeWorld: OpenWorld = (clock, random) => {
  let secretKey = 'sk_test_standIn'
  const accounts = ['acct_second', 'acct_third']
  const open = (lastId: number) => {
    const book = new StripeBook({
      nowMs: () => clock.nowMs(),
      livemode: false,
      ...{ secretKey, accounts, lastId },
      behaviorOf: (number) => behaviors[number.slice(0, 4)] ?? {},
      refundDelayMs: 5_000,
    })
    book.url = inProcessOrigin
    const desk = new Desk((request) => book.answer(request))
    return { book, desk, transport: transportTo(desk, () => random.between(0, 3)) }
  }
  const [{ book, desk, transport }, others] = [open(0), open(othersFromId)]
  const settings = { livemode: false, proxy: null, log: silent, loadSdk: () => Stripe, baseUrl: book.url }
  const othersKey = secretKey
  const everywhere = ['', ...accounts]
  return {
    name: 'stripe',
    desk,
    accounts,
    connect: (by, keys) =>
      keys === 'ours'
        ? createStripe({ ...settings, secretKey, transport: by(transport) })
        : createStripe({ ...settings, secretKey: othersKey, transport: by(others.transport) }),
    replaceKeys: () => {
      secretKey += 'x'
      book.replaceKey(secretKey)
    },
    newPan: (kind) => randomPan(beginnings[kind], random),
    heldMinor: () => book.held(),
    refundHasFailed: (reference) => {
      const refunds = everywhere.flatMap((account) => book.refunds(account))
      const failed = refunds.filter(({ status }) => status === 'failed')
      const ids = new Set(failed.map(({ intentId }) => intentId))
      const intents = everywhere.flatMap((account) => book.intents(account))
      return intents.some(({ id, metadata }) => metadata.flowlix_reference === reference && ids.has(id))
    },
    answerChallenge: async (url, isPassed) => {
      const { pathname: path, searchParams: query } = new URL(url)
      const body = `result=${isPassed ? 'pass' : 'fail'}`
      return book.answer({ method: 'POST', path, query, headers: {}, body }).headers?.location ?? ''
    },
    takesCard: (path) => path === '/v1/payment_methods',
    violations: () => book.violations,
  }
}
