/** Checkout.com for a campaign. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createCheckout } from '../../../src/acquirers/checkout/checkout.ts'
import type { Log } from '../../../src/ports/system.ts'
import { standInAccess } from '../checkout/access.ts'
import { type BookPayment, type CardRule, refundedOf } from '../checkout/book.ts'
import { createCheckoutStandIn } from '../checkout/checkout-stand-in.ts'
import { inProcessOrigin, transportTo } from '../stand-in/in-process.ts'
import { type CardKind, type OpenWorld, othersFromId, randomPan } from './acquirer-world.ts'

const beginnings: Readonly<Record<CardKind, string>> = {
  good: '4711',
  declined: '4722',
  challenged: '4733',
  failing_refunds: '4744',
}

const rules: Readonly<Record<string, CardRule>> = {
  '4722': { code: '20005' },
  '4733': { code: null, challenge: true },
  '4744': { code: null, refundsFail: true },
}

/** While a customer waits, no time passes here. */
const pause = () => nextTurn()

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const openCheckoutWorld: OpenWorld = (clock, random) => {
  const nowMs = () => clock.nowMs()
  const open = (lastId: number) => {
    const opened = createCheckoutStandIn({
      ...{ nowMs, lastId, captureDelayMs: 2_000, refundDelayMs: 5_000 },
      cardRule: (number) => rules[number.slice(0, 4)] ?? { code: null },
    })
    opened.listenAt(inProcessOrigin)
    return { ...opened, transport: transportTo(opened.desk, () => random.between(0, 3)) }
  }
  const [standIn, others] = [open(0), open(othersFromId)]
  let keys: Readonly<{ secretKey: string; publicKey: string }> = standInAccess
  const settings = { livemode: false, proxy: null, log: silent, nowMs, pause, baseUrl: inProcessOrigin }
  return {
    name: 'checkout',
    desk: standIn.desk,
    accounts: ['pc_second', 'pc_third'],
    connect: (by, whose) =>
      whose === 'ours'
        ? createCheckout({ ...standInAccess, ...settings, ...keys, transport: by(standIn.transport) })
        : createCheckout({ ...standInAccess, ...settings, transport: by(others.transport) }),
    replaceKeys: () => {
      keys = { secretKey: `${keys.secretKey}x`, publicKey: `${keys.publicKey}x` }
      standIn.replaceKeys(keys)
    },
    // Their references are shortened.
    newPan: (kind) => randomPan(kind === 'good' && random.chance(0.3) ? '3711' : beginnings[kind], random),
    heldMinor: () => {
      const held = new Map<string, number>()
      for (const payment of standIn.book.all()) {
        const isCaptured = payment.actions.some(({ type }) => type === 'Capture')
        const amount = isCaptured ? payment.amount - refundedOf(payment, true) : 0
        const reference = referenceOf(payment)
        held.set(reference, (held.get(reference) ?? 0) + amount)
      }
      return held
    },
    refundHasFailed: (reference) =>
      standIn.book
        .all()
        .filter((payment) => referenceOf(payment) === reference)
        .some(({ actions }) => actions.some(({ type, approved }) => type === 'Refund' && approved === false)),
    answerChallenge: async (url, isPassed) => {
      const id = new URL(url).pathname.slice('/3ds/'.length)
      standIn.book.answerChallenge(id, isPassed)
      const payment = standIn.book.find(id)
      return (isPassed ? payment?.successUrl : payment?.failureUrl) ?? ''
    },
    takesCard: (path) => path === '/tokens',
    violations: () => standIn.violations,
  }
}

function referenceOf({ metadata, reference, id }: BookPayment): string {
  return 'flowlix_reference' in metadata ? String(metadata.flowlix_reference) : (reference ?? id)
}
