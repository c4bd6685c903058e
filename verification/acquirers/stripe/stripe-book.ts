/** Stripe's rules, without a network: a request in, an answer out. */
import type { StandInAnswer, When } from '../stand-in/faults.ts'
import type { SeenRequest } from '../stand-in/request-log.ts'
import { behaviorOf, type CardBehavior } from './cards.ts'
import { challengePage, challengeResult } from './challenge-page.ts'
import { type Form, listIn, parseForm, textIn } from './form.ts'
import { Idempotency } from './idempotency.ts'
import {
  type Acting,
  cancelIntent,
  confirmIntent,
  createIntent,
  createMethod,
  intentNamed,
} from './intents.ts'
import { type ListItem, pageOf } from './lists.ts'
import { allowedParameters } from './parameters.ts'
import { notBegun, Problem } from './problem.ts'
import { type IntentRecord, Records, type RefundRecord } from './records.ts'
import { createRefund } from './refunds.ts'
import { intentShape, methodShape, refundShape } from './shapes.ts'

export type BookOptions = Readonly<{
  nowMs(): number
  livemode: boolean
  secretKey: string
  /** Those whose merchants this key may act for. */
  accounts?: readonly string[]
  /** In the place of Stripe's own test cards. */
  behaviorOf?: (number: string) => CardBehavior
  /** Pages are shorter than requested. */
  pageMax?: number
  /** After this time, pending refunds end by themselves. */
  refundDelayMs?: number
  /** IDs begin after this one, so that those of two books differ. */
  lastId?: number
}>

const apiVersion = '2026-10-28.endive'

export class StripeBook {
  /** Where the stand-in is reached. */
  url = ''
  /** What Stripe would not have accepted, whoever sent it. */
  readonly violations: string[] = []
  readonly #options: BookOptions
  readonly #idempotency: Idempotency
  readonly #accounts = new Map<string, Records>([['', new Records()]])
  #failing: { when: When; status: number } | null = null
  #ids: number
  #secretKey: string

  constructor(options: BookOptions) {
    this.#options = options
    this.#ids = options.lastId ?? 0
    this.#secretKey = options.secretKey
    this.#idempotency = new Idempotency(options.nowMs)
    for (const account of options.accounts ?? []) this.#accounts.set(account, new Records())
  }

  answer(request: SeenRequest): StandInAnswer {
    this.finishRefunds(this.#options.nowMs() - (this.#options.refundDelayMs ?? Number.POSITIVE_INFINITY))
    if (request.path === '/3d_secure_2/hosted') return this.#atIssuer(request)
    try {
      this.#authenticate(request)
      return this.#idempotency.once(request, () => this.#act(request))
    } catch (error) {
      if (error instanceof Problem) return error.answer
      throw error
    }
  }

  /** The next request like this fails in the middle, and its failure stays with its key. */
  failInside(when: When, status = 500): void {
    this.#failing = { when, status }
  }

  /** Of the same account. The old key no longer works. */
  replaceKey(secretKey: string): void {
    this.#secretKey = secretKey
  }

  intents(account = ''): readonly IntentRecord[] {
    return [...this.#recordsOf(account).intents.values()]
  }

  refunds(account = ''): readonly RefundRecord[] {
    return [...this.#recordsOf(account).refunds.values()]
  }

  /** What the issuers have collected and not given back, by our reference. */
  held(): ReadonlyMap<string, number> {
    const held = new Map<string, number>()
    for (const records of this.#accounts.values()) {
      for (const { id, status, amount, metadata } of records.intents.values()) {
        const reference = metadata.flowlix_reference ?? id
        const amountHeld = status === 'succeeded' ? amount - records.refunded(id) : 0
        held.set(reference, (held.get(reference) ?? 0) + amountHeld)
      }
    }
    return held
  }

  heldMinor(reference: string): number {
    return this.held().get(reference) ?? 0
  }

  /** Those that were made before this time. */
  finishRefunds(beforeMs = Number.POSITIVE_INFINITY): void {
    for (const records of this.#accounts.values()) {
      for (const refund of records.refunds.values()) {
        if (refund.created * 1_000 <= beforeMs) refund.status = refund.becomes
      }
    }
  }

  #recordsOf(account: string): Records {
    const records = this.#accounts.get(account)
    if (records === undefined) throw notBegun(403, 'The key does not have access to this account.')
    return records
  }

  #authenticate({ headers }: SeenRequest): void {
    if (headers.authorization !== `Bearer ${this.#secretKey}`) {
      throw notBegun(401, 'Invalid API Key provided.')
    }
    if (headers['stripe-version'] !== apiVersion) throw notBegun(400, 'Another API version was expected.')
    this.#recordsOf(headers['stripe-account'] ?? '')
  }

  #act(request: SeenRequest): StandInAnswer {
    const { method, path, query, body, headers } = request
    const form = parseForm(method === 'GET' ? query : new URLSearchParams(body))
    const [, , resource = '', id = '', action = ''] = path.split('/')
    const name = [method, resource, ...(id === '' ? [] : ['id']), ...(action === '' ? [] : [action])].join(
      ' ',
    )
    const unexpected = Object.keys(form).find((parameter) => !allowedParameters(name).includes(parameter))
    if (unexpected !== undefined) {
      this.violations.push(`${name} with the parameter ${unexpected}`)
      throw notBegun(400, 'Received unknown parameter', { code: 'parameter_unknown', param: unexpected })
    }
    if (this.#failing?.when(request) === true) {
      const { status } = this.#failing
      this.#failing = null
      throw new Problem(status, { type: 'api_error', message: 'An unknown error occurred' })
    }
    return { status: 200, body: JSON.stringify(this.#perform(name, id, form, this.#acting(headers))) }
  }

  #acting(headers: SeenRequest['headers']): Acting {
    const { livemode, nowMs } = this.#options
    return {
      records: this.#recordsOf(headers['stripe-account'] ?? ''),
      livemode,
      url: this.url,
      nowSeconds: Math.floor(nowMs() / 1_000),
      newId: (prefix) => {
        this.#ids += 1
        return `${prefix}_3${String(this.#ids).padStart(8, '0')}FlowlixStandIn`
      },
      behaviorOf: this.#options.behaviorOf ?? behaviorOf,
    }
  }

  #perform(name: string, id: string, form: Form, acting: Acting): unknown {
    const { records } = acting
    const isExpanded = (what: string) => listIn(form, 'expand').includes(what)
    const shaped = (intent: IntentRecord) => intentShape(intent, acting, isExpanded('latest_charge'))
    switch (name) {
      case 'POST payment_intents':
        return shaped(createIntent(form, acting))
      case 'GET payment_intents id':
        return shaped(intentNamed(id, acting))
      case 'POST payment_intents id confirm':
        return shaped(confirmIntent(intentNamed(id, acting), form, acting))
      case 'POST payment_intents id cancel':
        return shaped(cancelIntent(intentNamed(id, acting), form, acting))
      case 'POST payment_methods':
        return methodShape(createMethod(form, acting), acting.nowSeconds, acting.livemode)
      case 'GET payment_intents':
        return this.#page(records.intents.values(), form, name, (intent) =>
          intentShape(intent, acting, isExpanded('data.latest_charge')),
        )
      case 'POST refunds':
        return refundShape(createRefund(form, acting), acting)
      case 'GET refunds': {
        const of = textIn(form, 'payment_intent')
        const refunds = of === null ? records.refunds.values() : records.refundsOf(of)
        return this.#page(refunds, form, name, (refund) =>
          refundShape(refund, acting, isExpanded('data.payment_intent')),
        )
      }
      default:
        throw notBegun(404, 'Unrecognized request URL')
    }
  }

  #page<One extends ListItem>(all: Iterable<One>, form: Form, name: string, shape: (item: One) => unknown) {
    return pageOf(all, form, name.replace('GET ', '/v1/'), shape, this.#options.pageMax)
  }

  #atIssuer({ method, query, body }: SeenRequest): StandInAnswer {
    const id = query.get('payment_intent') ?? ''
    const intent = [...this.#accounts.values()]
      .map(({ intents }) => intents.get(id))
      .find((one) => one !== undefined)
    if (intent === undefined) return { status: 404, body: '' }
    return method === 'POST'
      ? challengeResult(intent, new URLSearchParams(body).get('result'))
      : challengePage(intent)
  }
}
