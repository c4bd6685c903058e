/** Checkout.com's endpoints: what each one does with a request. */
import type { StandInAnswer } from '../stand-in/faults.ts'
import type { SeenRequest } from '../stand-in/request-log.ts'
import { actionBody, empty, invalid, json, paymentBody, readBody, searchBody } from './bodies.ts'
import type { BookPayment, CheckoutBook } from './book.ts'
import { challengeAnswer } from './challenge-page.ts'
import {
  paymentRequest,
  refundRequest,
  type Shape,
  searchRequest,
  strangeFields,
  tokenRequest,
  voidRequest,
} from './fields.ts'

export type Rules = Readonly<{
  book: CheckoutBook
  /** Those that are accepted now. */
  keys(): Readonly<{ secretKey: string; publicKey: string }>
  /** Of this server; known once it listens. */
  url(): string
  nowMs(): number
  /** What a real request must not have: fields that do not exist, one key for two requests. */
  violations: string[]
}>

type Fields = Readonly<Record<string, unknown>>
type Handler = (rules: Rules, request: SeenRequest, body: Fields, id: string) => StandInAnswer

const endpoints: readonly (readonly [string, RegExp, Shape | null, Handler])[] = [
  ['POST', /^\/tokens$/, tokenRequest, createToken],
  ['POST', /^\/payments$/, paymentRequest, createPayment],
  ['POST', /^\/payments\/search$/, searchRequest, search],
  ['GET', /^\/payments\/search\/(\d+)$/, null, searchFurther],
  ['GET', /^\/payments$/, null, list],
  [
    'GET',
    /^\/payments\/(pay_\w+)$/,
    null,
    (rules, _request, _body, id) =>
      withPayment(rules, id, (payment) => json(200, readBody(payment, rules.url()))),
  ],
  [
    'GET',
    /^\/payments\/(pay_\w+)\/actions$/,
    null,
    (rules, _request, _body, id) =>
      withPayment(rules, id, ({ actions }) => json(200, actions.map(actionBody))),
  ],
  ['POST', /^\/payments\/(pay_\w+)\/voids$/, voidRequest, voidPayment],
  ['POST', /^\/payments\/(pay_\w+)\/refunds$/, refundRequest, refundPayment],
]

export function answer(rules: Rules, request: SeenRequest): StandInAnswer {
  const { method, path } = request
  if (path.startsWith('/3ds/')) return challengeAnswer(rules.book, request)
  for (const [verb, pattern, shape, handle] of endpoints) {
    const match = pattern.exec(path)
    if (verb !== method || match === null) continue
    if (!isAllowed(rules, request)) return empty(401)
    const body = shape === null ? {} : parsed(request.body)
    const strange = shape === null ? [] : strangeFields(body, shape)
    if (strange.length > 0) {
      rules.violations.push(`${method} ${path}: ${strange.join(', ')}`)
      return invalid('request_invalid')
    }
    return handle(rules, request, body ?? {}, match[1] ?? '')
  }
  return empty(404)
}

/** Only a token is asked for with the public key. */
function isAllowed({ keys }: Rules, { path, headers }: SeenRequest): boolean {
  const { secretKey, publicKey } = keys()
  const key = (headers.authorization ?? '').replace(/^Bearer /, '')
  return key === (path === '/tokens' ? publicKey : secretKey)
}

/** A void needs no body. */
function parsed(text: string): Fields | null {
  if (text === '') return {}
  try {
    return JSON.parse(text) as Fields
  } catch {
    return null
  }
}

function createToken({ book }: Rules, _request: SeenRequest, body: Fields): StandInAnswer {
  const { number, cvv, expiry_month: month, expiry_year: year } = body
  if (typeof number !== 'string' || !/^\d{12,19}$/.test(number)) return invalid('card_number_invalid')
  if (typeof cvv === 'string' && !/^\d{3,4}$/.test(cvv)) return invalid('cvv_invalid')
  if (typeof month !== 'number' || month < 1 || month > 12) return invalid('card_expiry_month_invalid')
  if (typeof year !== 'number' || year < 2000) return invalid('card_expiry_year_invalid')
  const token = book.addToken(number)
  return json(201, { type: 'card', token, expiry_month: month, expiry_year: year, last4: number.slice(-4) })
}

function createPayment(rules: Rules, _request: SeenRequest, body: Fields): StandInAnswer {
  const { source, amount, currency, reference, processing_channel_id: channel } = body
  const { token } = (source ?? {}) as Fields
  if (typeof amount !== 'number' || amount < 1 || amount > 999_999_999) return invalid('amount_invalid')
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return invalid('currency_invalid')
  if (typeof channel !== 'string') return invalid('processing_channel_id_required')
  const payment = rules.book.addPayment(String(token), {
    ...{ amount, currency, channel, reference: typeof reference === 'string' ? reference : null },
    metadata: metadataOf(body),
    ...{ successUrl: String(body.success_url), failureUrl: String(body.failure_url) },
  })
  if (typeof payment === 'string') return invalid(payment)
  return json(payment.status === 'Pending' ? 202 : 201, paymentBody(payment, rules.url()))
}

function list({ book, url }: Rules, { query }: SeenRequest): StandInAnswer {
  const reference = query.get('reference')
  if (reference === null) return invalid('reference_required')
  const found = book.all().filter((payment) => payment.reference === reference)
  const limit = Number(query.get('limit') ?? 10)
  return json(200, {
    ...{ total_count: found.length, skip: 0, limit },
    data: found.slice(0, limit).map((payment) => readBody(payment, url())),
  })
}

function withPayment(
  { book }: Rules,
  id: string,
  handle: (payment: BookPayment) => StandInAnswer,
): StandInAnswer {
  const payment = book.find(id)
  return payment === null ? empty(404) : handle(payment)
}

function voidPayment(rules: Rules, _request: SeenRequest, body: Fields, id: string): StandInAnswer {
  return withPayment(rules, id, (payment) => {
    const action = rules.book.addVoid(payment, referenceOf(body))
    return action === null ? empty(403) : accepted(action.id, action.reference, rules, id)
  })
}

function refundPayment(rules: Rules, _request: SeenRequest, body: Fields, id: string): StandInAnswer {
  return withPayment(rules, id, (payment) => {
    const amount = typeof body.amount === 'number' ? body.amount : null
    const terms = { amount, reference: referenceOf(body), metadata: metadataOf(body) }
    const action = rules.book.addRefund(payment, terms)
    if (action === 'reference_invalid') return invalid(action)
    if (action !== null) return accepted(action.id, action.reference, rules, id)
    return payment.status === 'Captured' || payment.status === 'Partially Refunded'
      ? invalid('refund_amount_exceeds_balance')
      : empty(403)
  })
}

function accepted(actionId: string, reference: string | null, rules: Rules, id: string): StandInAnswer {
  const _links = { payment: { href: `${rules.url()}/payments/${id}` } }
  return json(202, { action_id: actionId, reference, _links })
}

function metadataOf({ metadata }: Fields): object {
  return typeof metadata === 'object' && metadata !== null ? metadata : {}
}

function referenceOf({ reference }: Fields): string | null {
  return typeof reference === 'string' ? reference : null
}

function search(rules: Rules, _request: SeenRequest, body: Fields): StandInAnswer {
  const limit = typeof body.limit === 'number' ? body.limit : 100
  const [fromMs, toMs] = [Date.parse(String(body.from)), Date.parse(String(body.to))]
  return searchPage(rules, { fromMs, toMs, limit, skip: 0 })
}

function searchFurther(rules: Rules, { query }: SeenRequest, _body: Fields, skip: string): StandInAnswer {
  const number = (name: string) => Number(query.get(name))
  return searchPage(rules, {
    ...{ fromMs: number('from'), toMs: number('to'), limit: number('limit'), skip: Number(skip) },
  })
}

type SearchPage = Readonly<{ fromMs: number; toMs: number; limit: number; skip: number }>

function searchPage({ book, url }: Rules, { fromMs, toMs, limit, skip }: SearchPage): StandInAnswer {
  const found = book.all().filter(({ requestedAtMs: atMs }) => atMs >= fromMs && atMs <= toMs)
  const end = skip + limit
  const next = `${url()}/payments/search/${end}?from=${fromMs}&to=${toMs}&limit=${limit}`
  return json(200, {
    data: found.slice(skip, end).map((payment) => searchBody(payment, url())),
    _links: end < found.length ? { next: { href: next } } : {},
  })
}
