/** Checkout.com's API as plain requests: who asks, under which key, and whether the answer can be read. */
import { type Outcome, wordsOf } from '../transport/outcome.ts'
import type { Transport } from '../transport/transport.ts'

export type ApiAnswer =
  | Readonly<{ kind: 'answered'; status: number; body: unknown }>
  | Exclude<Outcome, { kind: 'response' }>
  | Readonly<{ kind: 'inconclusive'; cause: 'not JSON' }>

type ApiTime = Readonly<{ deadlineMs: number; signal: AbortSignal }>

export type Api = Readonly<{
  /** Such as `https://abcd1234.api.checkout.com`. */
  origin: string
  /** The processing channel of merchants that have none of their own. */
  channel: string
  get(path: string, time: ApiTime): Promise<ApiAnswer>
  /** Under the same key, the same request has one effect for 24 hours. */
  post(path: string, body: object, key: string | null, time: ApiTime): Promise<ApiAnswer>
  /** The only request that carries a card. It is sent with the public key, which can do nothing else. */
  createToken(body: object, time: ApiTime): Promise<ApiAnswer>
}>

type Access = Readonly<{ origin: string; secretKey: string; publicKey: string; channel: string }>

export function createApi(transport: Transport, access: Access): Api {
  const { origin, secretKey, publicKey, channel } = access
  const send = async (method: 'GET' | 'POST', path: string, sent: Sent, time: ApiTime) =>
    readable(
      await transport.exchange(time).send({
        method,
        url: `${origin}${path}`,
        headers: headersOf(sent),
        body: sent.body === undefined ? null : JSON.stringify(sent.body),
      }),
    )
  return {
    origin,
    channel,
    get: (path, time) => send('GET', path, { credential: secretKey }, time),
    post: (path, body, key, time) => send('POST', path, { credential: secretKey, body, key }, time),
    createToken: (body, time) => send('POST', '/tokens', { credential: publicKey, body }, time),
  }
}

type Sent = Readonly<{ credential: string; body?: object; key?: string | null }>

function headersOf({ credential, body, key }: Sent): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${credential}`,
    'user-agent': 'flowlix',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(typeof key === 'string' && { 'cko-idempotency-key': key }),
  }
}

/** Some errors come without a body. */
function readable(outcome: Outcome): ApiAnswer {
  if (outcome.kind !== 'response') return outcome
  const { status, body } = outcome
  try {
    return { kind: 'answered', status, body: body === '' ? null : JSON.parse(body) }
  } catch {
    return status >= 400
      ? { kind: 'answered', status, body: null }
      : { kind: 'inconclusive', cause: 'not JSON' }
  }
}

/** Why an answer says nothing about the money: `HTTP 503`, `connection lost`. */
export function causeOf(answer: ApiAnswer): string {
  if (answer.kind === 'answered') return `HTTP ${answer.status}`
  return answer.cause === 'not JSON' ? answer.cause : wordsOf(answer.cause)
}
