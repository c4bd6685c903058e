/**
 * Shoppers who use the gateway until it dies under them: sessions, cards of every kind, double presses, challenges,
 * refunds. What they do is drawn from the seed; when it happens is up to the machine.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Prng } from '../seeded-random.ts'
import type { Cards } from './cards.ts'
import type { CrashAcquirer } from './crash-acquirer.ts'
import { type ChallengeChoice, Customer } from './customer.ts'
import { type Merchant, TooLate, WrongAnswer } from './merchant.ts'

export type Load = Readonly<{
  gatewayUrl: string
  merchant: Merchant
  cards: Cards
  random: Prng
  /** Names the requests of this cycle. */
  prefix: string
  shoppers: number
  /** Of the sandbox, unless it is another acquirer's. */
  answerChallenge?: CrashAcquirer['answerChallenge']
  signal: AbortSignal
  /** Refusals that are right while this load runs. */
  mayRefuse?: (error: WrongAnswer) => boolean
  /** Between two tries of a shopper whom nobody serves. */
  goneMs?: number
}>

const usualGoneMs = 50
/** The longer a cycle lasts, the rarer is what it waits for, and everything it makes is checked afterwards. */
const pauseShare = 0.05
const choices: readonly ChallengeChoice[] = ['pass', 'pass', 'fail', 'cancel']

export type Running = Readonly<{
  /** Resolves when every shopper has stopped. Rejects with a WrongAnswer; broken lines are what it is all about. */
  end: Promise<void>
  /** Whether a wrong answer has ended it early. */
  isOver(): boolean
  /** How often a shopper was served: four times are a customer who pays and gets a part back. */
  steps(): number
}>

export function startLoad(load: Load): Running {
  let [steps, isOver] = [0, false]
  const end = runLoad(load, () => {
    steps += 1
  })
  const noteEnd = (): void => {
    isOver = true
  }
  end.then(noteEnd, noteEnd)
  return { end, isOver: () => isOver, steps: () => steps }
}

async function runLoad(load: Load, onStep: () => void): Promise<void> {
  const startedAtMs = performance.now()
  const { mayRefuse = (error) => error instanceof TooLate, goneMs = usualGoneMs } = load
  let counter = 0
  const shop = async (): Promise<void> => {
    while (!load.signal.aborted) {
      counter += 1
      try {
        await shopOnce(load, `${load.prefix}-${counter}`, onStep)
        await sleep((performance.now() - startedAtMs) * pauseShare)
      } catch (error) {
        if (error instanceof WrongAnswer && !mayRefuse(error)) throw error
        // The gateway is gone, or going, or was not there for a while.
        await sleep(goneMs)
      }
    }
  }
  await Promise.all(Array.from({ length: load.shoppers }, shop))
}

async function shopOnce(load: Load, key: string, onStep: () => void): Promise<void> {
  const { gatewayUrl, merchant, cards, random, signal } = load
  const amountMinor = random.between(100, 100_000)
  const payment = await merchant.send(merchant.newSession(key, amountMinor), signal)
  onStep()
  const customer = new Customer(gatewayUrl, payment.id, signal)
  const plan = random.fraction()
  if (plan < 0.15) return
  if (plan < 0.2) return customer.abandon()
  const { pan, cvc } = cards.pick(random)
  await customer.pay(pan, random.chance(0.2) ? 2 : 1, cvc)
  onStep()
  // Some never come back from the issuer.
  if (random.chance(0.8)) {
    const choice = random.pick(choices)
    if (load.answerChallenge === undefined) await customer.answerChallenge(choice)
    else await load.answerChallenge(gatewayUrl, payment.id, choice, signal)
  }
  const { status } = await merchant.read(payment.id, signal)
  onStep()
  if (status !== 'succeeded' || !random.chance(0.4)) return
  await merchant.send(merchant.newRefund(`${key}-refund`, payment.id, random.between(1, amountMinor)), signal)
}
