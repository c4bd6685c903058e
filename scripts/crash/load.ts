/**
 * Shoppers who use the gateway until it dies under them: sessions, cards of every kind, double presses, challenges,
 * refunds. What they do is drawn from the seed; when it happens is up to the machine.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChallengeChoice, Customer } from './customer.ts'
import type { MarkedCards } from './marked-cards.ts'
import { type Merchant, WrongAnswer } from './merchant.ts'
import type { SeededRandom } from './seeded-random.ts'

export type Load = Readonly<{
  gatewayUrl: string
  merchant: Merchant
  cards: MarkedCards
  random: SeededRandom
  /** Names the requests of this cycle. */
  prefix: string
  shoppers: number
  signal: AbortSignal
}>

/** Between two tries of a shopper whom nobody answers. */
const goneMs = 50
/** The longer a cycle lasts, the rarer is what it waits for, and everything it makes is checked afterwards. */
const pauseShare = 0.05
/** Cards that the sandbox declines because it does not know them. */
const freshShare = 0.15
const challengedPan = '4635440000002223'
/** Approved ones most often: there is the most to lose. */
const pans = [
  ...Array<string>(6).fill('4242424242424242'),
  '378282246310005',
  '4000000000000002',
  '4000000000009995',
  '4000000000000119',
  '4000000000003220',
  challengedPan,
  challengedPan,
  '4000008400001629',
  '4000000000000259',
  '4000000000001976',
  '4000000000005126',
]
const choices: readonly ChallengeChoice[] = ['pass', 'pass', 'fail', 'cancel']

/** Resolves when every shopper has stopped. Rejects with a WrongAnswer; broken lines are what it is all about. */
export async function runLoad(load: Load): Promise<void> {
  const startedAtMs = performance.now()
  let counter = 0
  const shop = async (): Promise<void> => {
    while (!load.signal.aborted) {
      counter += 1
      try {
        await shopOnce(load, `${load.prefix}-${counter}`)
        await sleep((performance.now() - startedAtMs) * pauseShare)
      } catch (error) {
        if (error instanceof WrongAnswer) throw error
        // The gateway is gone, or going.
        await sleep(goneMs)
      }
    }
  }
  await Promise.all(Array.from({ length: load.shoppers }, shop))
}

async function shopOnce({ gatewayUrl, merchant, cards, random, signal }: Load, key: string): Promise<void> {
  const amountMinor = random.between(100, 100_000)
  const payment = await merchant.send(merchant.newSession(key, amountMinor), signal)
  const customer = new Customer(gatewayUrl, payment.id, signal)
  const plan = random.fraction()
  if (plan < 0.15) return
  if (plan < 0.2) return customer.abandon()
  const pan = random.chance(freshShare) ? cards.fresh() : cards.known(random.pick(pans))
  await customer.pay(pan, random.chance(0.2) ? 2 : 1)
  // Some never come back from their bank.
  if (random.chance(0.8)) await customer.answerChallenge(random.pick(choices))
  const { status } = await merchant.read(payment.id, signal)
  if (status !== 'succeeded' || !random.chance(0.4)) return
  await merchant.send(merchant.newRefund(`${key}-refund`, payment.id, random.between(1, amountMinor)), signal)
}
