/**
 * Customers: open the page, send a card (some of them twice, on both nodes, or from a page that is long outdated), pass
 * the issuer's challenge or not, come back or not, try another card, or leave in the middle.
 */
import type { AcquirerServer } from './acquirer-server.ts'
import type { Clients } from './client.ts'
import type { WorldKind } from './setting.ts'
import type { CardPlan, CustomerWays, Form, MethodPage, Seen } from './ways.ts'

type Challenge = Extract<Seen, { kind: 'challenge' }>

const plans: readonly CardPlan[] = [
  'approve',
  'approve',
  'approve',
  'decline',
  'challenge',
  'challenge',
  'method',
]

/** Somebody tries cards. */
const plansOfTesters: readonly CardPlan[] = [
  'approve',
  'decline',
  'decline',
  'decline',
  'challenge',
  'method',
]

function plansIn(world: WorldKind): readonly CardPlan[] {
  if (world === 'method') return ['method']
  return world === 'throttled' ? plansOfTesters : plans
}

/** The end of a restored copy is reconciled when its sessions have ended, and in a crowd each must end in time. */
function mayExtend(world: WorldKind): boolean {
  return world !== 'restored' && world !== 'crowd'
}

export class Customer {
  readonly #clients: Clients
  readonly #ways: CustomerWays
  readonly #server: AcquirerServer
  readonly #paymentId: string
  /** The pages that are still open in some tab, oldest first. */
  readonly #forms: Form[] = []

  constructor(clients: Clients, ways: CustomerWays, server: AcquirerServer, paymentId: string) {
    this.#clients = clients
    this.#ways = ways
    this.#server = server
    this.#paymentId = paymentId
  }

  /** Until the payment has ended, or the customer has had enough. Returns the status as last seen. */
  async visit(): Promise<string | null> {
    const { random, kernel, setting } = this.#clients.world
    let status: string | null = null
    let answeredNumber = 0
    let mayNeedTime = mayExtend(setting.world)
    for (let looks = 0; looks < 14; looks++) {
      await kernel.wait(random.between(500, looks < 6 ? 8_000 : 90_000), 'the customer waits')
      const seen = await this.#ways.look(this.#paymentId)
      if (seen?.kind === 'ended') status = seen.status
      if (seen !== null && 'form' in seen) this.#keep(seen.form)
      if (seen?.kind === 'method') await this.#runMethod(seen)
      if (seen?.kind === 'challenge' && answeredNumber < seen.form.number) {
        answeredNumber = seen.form.number
        await this.#meetIssuer(seen)
      }
      if (seen?.kind !== 'open') continue
      if (!mayNeedTime || !random.chance(0.08)) await this.#submit(seen.form)
      else {
        mayNeedTime = false
        await this.#extend(seen)
      }
    }
    return status
  }

  /** From the page that is in front, or from an older one. */
  async leave(form: Form | undefined = this.#forms.at(-1)): Promise<void> {
    if (form === undefined) return
    this.#clients.world.leave(form)
    await this.#ways.leave(form)
  }

  #keep(form: Form): void {
    const newest = this.#forms.at(-1)
    if (newest === undefined || newest.number < form.number) this.#forms.push(form)
  }

  /** The button is pressed twice now and then; that is one extension. */
  async #extend({ form, nextExtension }: Extract<Seen, { kind: 'open' }>): Promise<void> {
    const { world } = this.#clients
    if (nextExtension === null) return
    world.wantTime(form.paymentId, nextExtension)
    const clicks = Array.from({ length: world.random.between(1, 2) }, async (_, click) => {
      if (click > 0) await world.kernel.wait(world.random.pick([0, 3, 50]), 'clicks again')
      await this.#ways.extend(form, nextExtension)
    })
    await Promise.all(clicks)
  }

  /** A double click, or an impatient second click, goes to either node. */
  async #submit(form: Form): Promise<void> {
    const { random, kernel, setting } = this.#clients.world
    const plan = random.pick(plansIn(setting.world))
    const clicks = random.chance(0.35) ? 2 : 1
    const sent = Array.from({ length: clicks }, async (_, click) => {
      if (click > 0) await kernel.wait(random.pick([0, 3, 50, 2_000]), 'clicks again')
      await this.#ways.pay(form, plan)
    })
    await Promise.all([...sent, this.#useOldPage(form)])
  }

  /** Somebody goes back in the history, or finds another tab, where an earlier attempt is still shown. */
  async #useOldPage(current: Form): Promise<void> {
    const { world } = this.#clients
    const { random, kernel } = world
    const old = this.#forms.find((form) => form.number < current.number)
    if (old === undefined || !random.chance(0.4)) return
    await kernel.wait(random.pick([0, 20, 1_000]), 'the customer finds an old page')
    world.count('old_form_sent')
    if (random.chance(0.5)) await this.#ways.pay(old, random.pick(plans))
    else await this.leave(old)
  }

  /** In the customer's browser. Both the issuer and the page may say how it ended, and the customer may leave meanwhile. */
  async #runMethod(page: MethodPage): Promise<void> {
    const { random, kernel } = this.#clients.world
    const endings = random.pick([['Y'], ['Y'], ['N'], ['U'], ['Y', 'N'], ['Y', 'Y'], []] as const)
    const isLeaving = random.chance(0.1)
    const ended = endings.map(async (completion) => {
      await kernel.wait(random.pick([50, 500, 10_000, random.between(1, 11) * 60_000]), 'the method ends')
      await this.#ways.endMethod(page, completion)
    })
    if (isLeaving) {
      await kernel.wait(random.pick([50, 500, 10_000]), 'the customer goes back')
      await this.leave(page.form)
    }
    await Promise.all(ended)
  }

  async #meetIssuer({ form, reference, returnTo }: Challenge): Promise<void> {
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
      .wait(thinkingMs, 'at the issuer')
      .then(() => this.#server.finishChallenge(reference, random.chance(0.8)))
    if (intent === 'leaves') {
      await kernel.wait(thinkingMs + random.pick([-1_000, 0, 1_000]), 'the customer goes back')
      await this.leave(form)
    }
    await passing
    if (intent !== 'comes back') return
    const times = random.between(1, 2)
    const returns = Array.from({ length: times }, () => this.#ways.comeBack(form, returnTo, reference))
    await Promise.all(returns)
  }
}
