/** The gateway and its model, doing the same things; every answer of the one is compared with the other's. */
import { expect } from 'vitest'
import { abandonPayment } from '../../../src/operations/abandon-payment.ts'
import { runOnce } from '../../../verification/app/run-once.ts'
import { session, type TestApp } from '../../../verification/app/test-app.ts'
import { answerChallenge, direct, type PaymentView, read, settle, submit } from '../../stories/payments.ts'
import { type Clients, codeOf, requestOf } from './clients.ts'
import { type ClientName, type Command, pans, type Repeat } from './commands.ts'
import * as model from './model.ts'

type Kept = Readonly<{ client: ClientName; path: string; body: string; key: string; answer: string }>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

const unknownId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
/** The sequences last for years. */
const farYear = 2099
const merchants = { a1: 'a', a2: 'a', b1: 'b', live: null } as const

export class SideBySide {
  /** How often each kind of answer was seen, to prove that the sequences reach them. */
  readonly seen = new Map<string, number>()
  readonly #app: TestApp
  readonly #clients: Clients
  /** Newest first, over all sequences. */
  readonly #all = { a: [] as model.ModelPayment[], b: [] as model.ModelPayment[] }
  #sequence: model.ModelPayment[] = []
  #kept: Kept[] = []
  #keyCount = 0

  constructor(app: TestApp, clients: Clients) {
    this.#app = app
    this.#clients = clients
  }

  async run(commands: readonly Command[]): Promise<void> {
    this.#sequence = []
    this.#kept = []
    for (const command of commands) await this.#perform(command)
    for (const payment of this.#sequence) await this.#compare(payment)
  }

  async #perform(command: Command): Promise<void> {
    // Payments of one instant have no order that a model could know.
    await this.#app.clock.advance(1)
    switch (command.type) {
      case 'session':
        return this.#create(command, '/v1/payments/hpp', { ...session, amount: command.amount }, null)
      case 'direct':
        return this.#create(
          command,
          '/v1/payments',
          direct(pans[command.pan], command.amount, farYear),
          command.pan,
        )
      case 'change':
        return this.#change(command)
      case 'race':
        return this.#race(command)
      case 'get':
        return this.#get(command)
      case 'list':
        return this.#list(command)
      case 'replay':
        return this.#replay(command)
      case 'malformed':
        return this.#malformed(command)
      case 'submit':
        return this.#submit(command)
      case 'abandon':
        return this.#abandon(command)
      case 'answer':
        return this.#answer(command)
      case 'wait':
        return this.#pass(2_000, model.payOut)
      case 'expire':
        this.#kept = []
        return this.#pass(86_400_000, model.expire)
    }
  }

  async #create(
    { client, amount, repeat }: Readonly<{ client: ClientName; amount: number; repeat: Repeat }>,
    path: string,
    body: object,
    pan: keyof typeof pans | null,
  ): Promise<void> {
    const text = JSON.stringify(body)
    const merchant = merchants[client]
    if (merchant === null)
      return this.#expectRefusal(await this.#clients.post(client, path, text), 403, 'permission_denied')
    const created = await this.#postKept(client, path, text, 201, repeat)
    expect(created).toMatchObject({ amount, status: 'pending', refunds: [], decline_code: null })
    const payment: model.ModelPayment = {
      id: created.id,
      merchant,
      amount,
      status: 'pending',
      declineCode: null,
      doRefundsFail: false,
      refunds: [],
    }
    if (pan !== null) model.charge(payment, pan)
    this.#all[merchant].unshift(payment)
    this.#sequence.push(payment)
    await settle(this.#app)
    await this.#compare(payment)
  }

  async #change({ client, pick, change, repeat }: Of<'change'>): Promise<void> {
    const payment = this.#visible(pick, client)
    const [path, body] = requestOf(this.#idAt(pick), change)
    if (merchants[client] === null && change.type === 'refund')
      return this.#expectRefusal(await this.#clients.post(client, path, body), 403, 'permission_denied')
    if (payment === null)
      return this.#expectRefusal(await this.#clients.post(client, path, body), 404, 'resource_missing')
    const refusal = model.change(payment, change)
    if (refusal === null) await this.#postKept(client, path, body, 200, repeat)
    else await this.#expectRefusal(await this.#clients.post(client, path, body), 422, refusal)
    await settle(this.#app)
    await this.#compare(payment)
  }

  /** The two answers must be those of one order or of the other. */
  async #race({ pick, changes }: Of<'race'>): Promise<void> {
    const payment = this.#at(pick)
    if (payment === null) return
    const clients = payment.merchant === 'a' ? (['a1', 'a2'] as const) : (['b1', 'b1'] as const)
    const answers = await Promise.all(
      changes.map((change, i) => this.#clients.post(clients[i] ?? 'a1', ...requestOf(payment.id, change))),
    )
    const seen = await Promise.all(answers.map(codeOf))
    const [one, other] = changes
    const [early, late] = [model.copyOf(payment), model.copyOf(payment)]
    const inOrder = [model.change(early, one), model.change(early, other)]
    const reversed = [model.change(late, other), model.change(late, one)].toReversed()
    expect([inOrder, reversed]).toContainEqual(seen)
    this.#count(`race ${seen.filter((code) => code === null).length}`)
    const isInOrder = JSON.stringify(inOrder) === JSON.stringify(seen)
    Object.assign(payment, isInOrder ? early : late)
    await settle(this.#app)
    await this.#compare(payment)
  }

  async #get({ client, pick }: Of<'get'>): Promise<void> {
    const response = await this.#clients.call(client, 'GET', `/v1/payments/${this.#idAt(pick)}`)
    const payment = this.#visible(pick, client)
    if (payment === null) return this.#expectRefusal(response, 404, 'resource_missing')
    this.#expectSame((await response.json()) as PaymentView, payment)
  }

  async #list({ client, limit, status, cursor, pick, isMisspelled }: Of<'list'>): Promise<void> {
    const id = this.#idAt(pick)
    const query = new URLSearchParams({ limit: String(limit) })
    if (status !== null) query.set('status', status)
    if (cursor !== 'none') query.set(cursor, id)
    if (isMisspelled) query.set('created', '1')
    const response = await this.#clients.call(client, 'GET', `/v1/payments?${query}`)
    if (isMisspelled || (cursor !== 'none' && this.#visible(pick, client) === null)) {
      return this.#expectRefusal(response, 400, 'parameter_invalid')
    }
    const merchant = merchants[client]
    const expected = model.page(merchant === null ? [] : this.#all[merchant], {
      limit,
      status,
      after: cursor === 'starting_after' ? id : null,
      before: cursor === 'ending_before' ? id : null,
    })
    const answer = (await response.json()) as { data: readonly PaymentView[]; has_more: boolean }
    expect({ ids: answer.data.map((one) => one.id), hasMore: answer.has_more }).toEqual(expected)
    this.#count('list 200')
  }

  async #replay({ pick, isChanged }: Of<'replay'>): Promise<void> {
    const kept = this.#kept[pick % Math.max(1, this.#kept.length)]
    if (kept === undefined) return
    // The same request in other words is the same request.
    const other = JSON.stringify({ ...(JSON.parse(kept.body) as object), extra: 1 })
    const body = isChanged ? other : ` ${kept.body}`
    const response = await this.#clients.post(kept.client, kept.path, body, kept.key)
    if (isChanged) return this.#expectRefusal(response, 409, 'idempotency_key_in_use')
    expect(await response.text()).toBe(kept.answer)
    this.#count('replay')
  }

  async #malformed({ client, amount }: Of<'malformed'>): Promise<void> {
    const body = `{"amount":${amount},"currency":"eur","redirect_url":"https://a.example/"}`
    const response = await this.#clients.post(client, '/v1/payments/hpp', body)
    // Where nothing may be created, only what is no JSON at all is looked at.
    if (merchants[client] === null && amount !== '{')
      return this.#expectRefusal(response, 403, 'permission_denied')
    await this.#expectRefusal(response, 400, 'parameter_invalid')
  }

  async #submit({ pick, pan }: Of<'submit'>): Promise<void> {
    const payment = this.#at(pick)
    if (payment === null) return
    const submitted = await submit(this.#app, payment.id, pans[pan], farYear)
    expect(submitted.kind).toBe(payment.status === 'pending' ? 'started' : 'refused')
    if (submitted.kind === 'started') {
      await submitted.outcome
      model.charge(payment, pan)
    }
    this.#count(`submit ${submitted.kind}`)
    await this.#compare(payment)
  }

  async #abandon({ pick }: Of<'abandon'>): Promise<void> {
    const payment = this.#at(pick)
    if (payment === null) return
    const { kind } = await abandonPayment(this.#app.app.gateway, payment.id, 1)
    expect(kind).toBe(model.abandon(payment) ? 'changed' : 'refused')
    await this.#compare(payment)
  }

  async #answer({ pick, outcome }: Of<'answer'>): Promise<void> {
    const challenged = this.#sequence.filter(({ status }) => status === 'requires_action')
    const payment = challenged[pick % Math.max(1, challenged.length)]
    if (payment === undefined) return
    await answerChallenge(this.#app, await this.#read(payment), outcome)
    model.answerChallenge(payment, outcome)
    this.#count(`answer ${outcome}`)
    await this.#compare(payment)
  }

  /** Until the worker finds nothing more to do. */
  async #pass(durationMs: number, change: (payment: model.ModelPayment) => void): Promise<void> {
    await this.#app.clock.advance(durationMs)
    for (let claimed = 1; claimed > 0; ) {
      ;({ claimed } = await runOnce(this.#app.app.gateway, {
        batchLimit: 500,
        idempotencyLifeMs: 86_400_000,
      }))
    }
    for (const payment of [...this.#all.a, ...this.#all.b]) change(payment)
  }

  async #postKept(client: ClientName, path: string, body: string, status: number, repeat: Repeat) {
    const key = repeat === 'never' ? undefined : `model-${this.#keyCount++}`
    const response = await this.#clients.post(client, path, body, key)
    const answer = await response.text()
    expect([response.status, answer]).toEqual([status, answer])
    this.#count(`${status}`)
    if (key !== undefined) this.#kept.push({ client, path, body, key, answer })
    if (repeat === 'again')
      expect(await (await this.#clients.post(client, path, body, key)).text()).toBe(answer)
    return JSON.parse(answer) as PaymentView
  }

  async #expectRefusal(response: Response, status: number, code: string): Promise<void> {
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    this.#count(`${status} ${code}`)
  }

  async #read(payment: model.ModelPayment): Promise<PaymentView> {
    return read(this.#app, payment.id, this.#clients.keys[payment.merchant === 'a' ? 'a1' : 'b1'])
  }

  async #compare(payment: model.ModelPayment): Promise<void> {
    this.#expectSame(await this.#read(payment), payment)
  }

  #expectSame(view: PaymentView, payment: model.ModelPayment): void {
    const { id, amount, status, declineCode, refunds } = payment
    expect({
      ...{ id: view.id, amount: view.amount, status: view.status, declineCode: view.decline_code },
      refunds: view.refunds.map((one) => ({ amount: one.amount, status: one.status })),
      reserved: view.refunded_amount,
    }).toEqual({ id, amount, status, declineCode, refunds, reserved: model.reserved(payment) })
    this.#count(status)
  }

  #at(pick: number): model.ModelPayment | null {
    return this.#sequence[pick] ?? this.#sequence.at(-1) ?? null
  }

  #idAt(pick: number): string {
    return this.#at(pick)?.id ?? unknownId
  }

  #visible(pick: number, client: ClientName): model.ModelPayment | null {
    const payment = this.#at(pick)
    return payment?.merchant === merchants[client] ? payment : null
  }

  #count(name: string): void {
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
  }
}
