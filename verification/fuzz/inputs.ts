/** One random input after another: JSON bodies, headers, queries, forms, and bytes that are hardly HTTP. */

import type { MarkedCard } from '../scan/marks.ts'
import type { Prng } from '../seeded-random.ts'
import { type DescribedRequest, describedRequests, describedValues } from './described.ts'
import { damageBytes, damageJson, jsonText } from './mutate.ts'
import { goodForm, nastyTexts } from './values.ts'

export const kinds = ['json', 'headers', 'query', 'form', 'bytes'] as const
export type Kind = (typeof kinds)[number]

export type Input =
  | Readonly<{
      kind: Exclude<Kind, 'bytes'>
      method: string
      path: string
      headers: Record<string, string>
      body: Buffer
    }>
  | Readonly<{ kind: 'bytes'; bytes: Buffer }>

/** What exists already, to aim at, and the card that is sent. `form` is the path of an open payment's form, token included. */
export type Targets = Readonly<{
  card: MarkedCard
  key: string
  /** Stays open for the page, unless a card happens to be good. */
  paymentId: string
  /** Is refunded, canceled and left. */
  changedPaymentId: string
  form: string
  cancelForm: string
}>

export function nextInput(random: Prng, targets: Targets): Input {
  const dice = random.between(0, 99)
  if (dice < 45) return jsonInput(random, targets)
  if (dice < 60) return headerInput(random, targets)
  if (dice < 75) return queryInput(random, targets)
  if (dice < 92) return formInput(random, targets)
  return { kind: 'bytes', bytes: rawBytes(random, targets) }
}

const posts = describedRequests.filter(({ method }) => method === 'POST')
const reads = describedRequests.filter(({ method }) => method === 'GET')

function pathOf({ path }: DescribedRequest, paymentId: string): string {
  return path.replaceAll(/\{[a-z_]+\}/g, paymentId)
}

/** Right, with some of its optional fields. */
function bodyOf({ body }: DescribedRequest, random: Prng, { card }: Targets): unknown {
  if (body === null) return {}
  return withCard(
    body(() => random.chance(0.6)),
    card,
  )
}

/** The card that must not be found afterwards. */
function withCard(value: unknown, { pan, cvc }: MarkedCard): unknown {
  if (typeof value !== 'object' || value === null || !('card' in value)) return value
  return { ...value, card: { ...(value.card as object), number: pan, cvc } }
}

function authorized(targets: Targets): Record<string, string> {
  return { authorization: `Bearer ${targets.key}` }
}

function jsonInput(random: Prng, targets: Targets): Input {
  const described = random.pick(posts)
  let value = bodyOf(described, random, targets)
  for (let i = random.between(0, 3); i > 0; i--) value = damageJson(random, value)
  const headers = { ...authorized(targets), 'content-type': 'application/json' }
  const path = pathOf(described, targets.changedPaymentId)
  return { kind: 'json', method: 'POST', path, headers, body: Buffer.from(jsonText(random, value), 'utf8') }
}

const headerNames = [
  ...new Set(describedRequests.flatMap((described) => described.headerNames)),
  'authorization',
  'content-type',
  'accept',
  'accept-encoding',
  'accept-language',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-http-method-override',
  'cookie',
  'range',
  'if-none-match',
  'expect',
]

function headerInput(random: Prng, targets: Targets): Input {
  const headers: Record<string, string> = random.chance(0.8) ? authorized(targets) : {}
  for (let i = random.between(1, 6); i > 0; i--) headers[random.pick(headerNames)] = headerValue(random)
  const method = random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'])
  const described = random.pick(describedRequests)
  const path = random.pick([
    pathOf(described, targets.changedPaymentId),
    pathOf(random.pick(posts), targets.changedPaymentId),
    `/hpp/${targets.paymentId}`,
    '/',
    '/docs',
    '/healthz',
  ])
  const hasBody = method !== 'GET' && method !== 'HEAD' && random.chance(0.7)
  return {
    kind: 'headers',
    method,
    path,
    headers,
    body: hasBody ? Buffer.from(JSON.stringify(bodyOf(described, random, targets))) : Buffer.alloc(0),
  }
}

/** Only what a client library can send; the rest is the business of the raw bytes. */
function headerValue(random: Prng): string {
  const text = random.pick([
    ...nastyTexts,
    'application/json',
    'application/json;charset=utf-16',
    'text/plain',
    '\t',
    'a,b',
  ])
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 3_000)
}

const queryNames = [...describedRequests.flatMap((described) => described.queryNames), 'locale', '']

function queryInput(random: Prng, targets: Targets): Input {
  const values = [...nastyTexts, ...describedValues, '101', targets.paymentId, '1719792000']
  const pairs = Array.from({ length: random.between(0, 5) }, () => {
    const raw = random.pick(values).slice(0, 500)
    const value = random.chance(0.8)
      ? encodeURIComponent(raw.toWellFormed())
      : raw.replaceAll(/[^\x21-\x7e]/g, '%')
    return `${encodeURIComponent(random.pick(queryNames))}=${value}`
  })
  const path = random.pick([
    ...reads.map((described) => pathOf(described, targets.paymentId)),
    `/hpp/${targets.paymentId}`,
    `/hpp/${targets.paymentId}/return`,
    `/hpp/${targets.paymentId}/status`,
    `/hpp/${targets.paymentId}/3ds/return`,
    '/sandbox/bank/challenge/x',
    '/docs',
  ])
  return {
    kind: 'query',
    method: 'GET',
    path: `${path}?${pairs.join('&')}`,
    headers: authorized(targets),
    body: Buffer.alloc(0),
  }
}

function formInput(random: Prng, targets: Targets): Input {
  const fields: Record<string, string> = { ...goodForm(targets.card) }
  for (let i = random.between(0, 4); i > 0; i--) {
    const name = random.chance(0.8) ? random.pick(Object.keys(fields)) : random.pick(nastyTexts)
    if (random.chance(0.25)) delete fields[name]
    else fields[name.toWellFormed()] = random.pick(nastyTexts).toWellFormed()
  }
  const text = new URLSearchParams(fields).toString()
  const body = random.chance(0.2) ? damageBytes(random, Buffer.from(text)) : Buffer.from(text)
  const path = random.pick([
    targets.form,
    targets.cancelForm,
    `${targets.form.slice(0, -3)}AAA`,
    `/hpp/${targets.paymentId}/3ds/return`,
    '/sandbox/bank/challenge/x',
  ])
  const type = random.chance(0.9) ? 'application/x-www-form-urlencoded' : headerValue(random)
  const headers: Record<string, string> = { 'content-type': type }
  if (random.chance(0.3)) headers['sec-fetch-site'] = random.pick(['same-origin', 'cross-site', 'none', ''])
  // A damaged number, so that the payment stays open for the inputs that follow.
  return {
    kind: 'form',
    method: 'POST',
    path,
    headers,
    body: random.chance(0.97) ? withBrokenNumber(body, targets.card.pan) : body,
  }
}

function withBrokenNumber(body: Buffer, pan: string): Buffer {
  const broken = `${pan.slice(0, -1)}${(Number(pan.slice(-1)) + 1) % 10}`
  return Buffer.from(body.toString('latin1').replace(pan, broken), 'latin1')
}

/** The smallest session that is right. */
export function sessionBody(): unknown {
  return posts.find(({ path }) => path === '/v1/payments/hpp')?.body?.(() => false)
}

function rawBytes(random: Prng, targets: Targets): Buffer {
  const body = JSON.stringify(sessionBody())
  const head = `POST /v1/payments/hpp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${targets.key}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`
  if (random.chance(0.15)) return Buffer.from(random.bytes(random.between(1, 600)))
  return damageBytes(random, Buffer.from(head + body))
}
