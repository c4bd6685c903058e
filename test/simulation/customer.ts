/**
 * Customers: open the page, send a card (some of them twice, on both nodes), pass the bank's challenge or not, come
 * back or not, try another card, or leave in the middle.
 */
import { lastAttempt, type Payment, shownAttemptNumber } from '../../src/core/payment.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import { abandonPayment } from '../../src/operations/leave-payment.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Clients } from './client.ts'
import { type CardPlan, cardThat, shownCard } from './merchant.ts'
import type { SimAcquirer } from './sim-acquirer.ts'

export class Customer {
  readonly #clients: Clients
  readonly #acquirer: SimAcquirer
  readonly #paymentId: string

  constructor(clients: Clients, acquirer: SimAcquirer, paymentId: string) {
    this.#clients = clients
    this.#acquirer = acquirer
    this.#paymentId = paymentId
  }

  /** Until the payment has ended, or the customer has had enough. Returns the payment as last seen. */
  async visit(): Promise<Payment | null> {
    const { random, kernel } = this.#clients.world
    let seen: Payment | null = null
    let answeredNumber = 0
    for (let looks = 0; looks < 14; looks++) {
      await kernel.wait(random.between(500, looks < 6 ? 8_000 : 90_000), 'the customer waits')
      seen = (await this.#clients.look(this.#paymentId)) ?? seen
      if (seen === null || seen.ending !== null) continue
      const attempt = lastAttempt(seen)
      if (attempt?.state === 'challenged' && answeredNumber < attempt.number) {
        answeredNumber = attempt.number
        await this.#meetBank(attempt.reference, attempt.number)
      }
      const isOpen =
        attempt === null || !['sending', 'challenged', 'unknown', 'reversing'].includes(attempt.state)
      if (isOpen) await this.#submit((attempt?.number ?? 0) + 1)
    }
    return seen
  }

  async leave(): Promise<void> {
    const seen = await this.#clients.look(this.#paymentId)
    if (seen === null) return
    const reply = await this.#clients.request('abandon', (gateway) =>
      abandonPayment(gateway, this.#paymentId, shownAttemptNumber(seen)),
    )
    if (reply.kind === 'answered' && 'payment' in reply.value)
      this.#clients.hear(reply.value.payment, reply.askedAtMs)
  }

  /** A double click, or an impatient second click, goes to either node. */
  async #submit(number: number): Promise<void> {
    const { random, kernel } = this.#clients.world
    const plan = random.pick<CardPlan>(['approve', 'approve', 'approve', 'decline', 'challenge', 'challenge'])
    const clicks = random.chance(0.35) ? 2 : 1
    const sent = Array.from({ length: clicks }, async (_, click) => {
      if (click > 0) await kernel.wait(random.pick([0, 3, 50, 2_000]), 'clicks again')
      await this.#sendCard(number, plan)
    })
    await Promise.all(sent)
  }

  async #sendCard(attemptNumber: number, plan: CardPlan): Promise<void> {
    const submission = { attemptNumber, card: cardThat(plan), shown: shownCard, customer: null }
    const reply = await this.#clients.request(`submit ${attemptNumber} (${plan})`, (gateway) =>
      submitCard(gateway, this.#paymentId, submission),
    )
    if (reply.kind !== 'answered' || reply.value.kind === 'not_found') return
    this.#clients.hear(reply.value.payment, reply.askedAtMs)
    if (reply.value.kind === 'refused') this.#clients.world.count('double_submit_refused')
  }

  async #meetBank(reference: string, number: number): Promise<void> {
    const { random, kernel } = this.#clients.world
    const intent = random.pick([
      'comes back',
      'comes back',
      'comes back',
      'vanishes',
      'leaves',
      'never passes',
    ])
    if (intent === 'never passes') return
    const thinkingMs = random.pick([2_000, 30_000, random.between(1, 15) * 60_000])
    const passing = kernel
      .wait(thinkingMs, 'at the bank')
      .then(() => this.#acquirer.finishChallenge(reference, random.chance(0.8)))
    if (intent === 'leaves') {
      await kernel.wait(thinkingMs + random.pick([-1_000, 0, 1_000]), 'the customer goes back')
      await this.leave()
    }
    await passing
    if (intent !== 'comes back') return
    const returns = Array.from({ length: random.between(1, 2) }, async () => {
      const reply = await this.#clients.request('come back', (gateway) =>
        finishChallenge(gateway, this.#paymentId, number),
      )
      if (reply.kind === 'answered' && reply.value !== null) this.#clients.hear(reply.value, reply.askedAtMs)
    })
    await Promise.all(returns)
  }
}
