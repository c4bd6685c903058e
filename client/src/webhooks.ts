/** Verifies the requests that the gateway sends to webhook endpoints, and signs some for tests. */
import { WebhookVerificationError } from './webhook-error.ts'
import type { WebhookEvent } from './webhook-events.ts'
import { readSignatures } from './webhook-headers.ts'
import type { Payload, WebhookHeaders } from './webhook-request.ts'
import {
  base64Of,
  hexOf,
  isSigned,
  type Message,
  own,
  readSecrets,
  sign,
  standard,
} from './webhook-signature.ts'

export type VerifyWebhookOptions = Readonly<{
  /** The body exactly as it was received, before anything parses it. */
  payload: Payload
  headers: WebhookHeaders
  /** The endpoint's signing secret, or several of which any may match. */
  secret: string | readonly string[]
  /** How far the time of the signature may be from the current time, in seconds. 300 by default. */
  toleranceSeconds?: number | undefined
  /** The current time, in milliseconds since 1970. For tests. */
  now?: (() => number) | undefined
}>

const toleranceDefaultSeconds = 300

/**
 * Returns the event if the request came from the gateway within the last five minutes. Throws a `WebhookVerificationError` if not;
 * in that case, respond with status 400.
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookEvent> {
  const { payload, headers } = options
  const secrets = readSecrets(options.secret)
  const toleranceSeconds = readTolerance(options.toleranceSeconds)
  if (!isRaw(payload)) throw notRaw()
  const found = readSignatures(headers)
  if (found === null)
    throw new WebhookVerificationError('missing_headers', 'The request has no complete signature headers.')
  const message: Message = { ...found, payload }
  if (!(await isSigned(found.scheme === 'own' ? own : standard, secrets, found.signatures, message)))
    throw new WebhookVerificationError('no_match', noMatch)
  checkTime(Number(found.timestamp), (options.now ?? Date.now)(), toleranceSeconds)
  return JSON.parse(textOf(payload)) as WebhookEvent
}

const noMatch =
  'No signature matches. Check that the secret is the one of this endpoint, and that the payload is the raw body.'

function readTolerance(seconds: number | undefined): number {
  const tolerance = seconds ?? toleranceDefaultSeconds
  if (!Number.isFinite(tolerance) || tolerance <= 0)
    throw new TypeError('toleranceSeconds must be a positive number.')
  return tolerance
}

function isRaw(payload: unknown): payload is Payload {
  return typeof payload === 'string' || payload instanceof Uint8Array
}

function notRaw(): WebhookVerificationError {
  return new WebhookVerificationError(
    'not_raw',
    'payload must be the raw body of the request, as a string or bytes. A parsed body cannot be verified: read it before any JSON parser does, for example with express.raw() or request.text().',
  )
}

function checkTime(timestamp: number, nowMs: number, toleranceSeconds: number): void {
  const age = nowMs / 1000 - timestamp
  if (age > toleranceSeconds)
    throw new WebhookVerificationError(
      'too_old',
      'The signature is too old. Is the clock of this server right?',
    )
  if (age < -toleranceSeconds)
    throw new WebhookVerificationError(
      'too_new',
      'The signature is from the future. Is the clock of this server right?',
    )
}

function textOf(payload: Payload): string {
  return typeof payload === 'string' ? payload : new TextDecoder().decode(payload)
}

export type SignWebhookOptions = Readonly<{
  /** The body that your test sends. */
  payload: Payload
  /** The endpoint's signing secret, or the current one followed by the previous one, as during a rotation. */
  secret: string | readonly string[]
  /** `id` of the payload by default. */
  id?: string | undefined
  /** When it is signed, in milliseconds since 1970. The current time by default. */
  now?: (() => number) | undefined
}>

export type SignedHeaders = Readonly<{
  'content-type': string
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
  'flowlix-signature': string
}>

/** Returns the headers with which the gateway would send this payload, for tests of your own endpoint. */
export async function signWebhook(options: SignWebhookOptions): Promise<SignedHeaders> {
  const { payload } = options
  const secrets = readSecrets(options.secret)
  if (!isRaw(payload)) throw notRaw()
  const id = options.id ?? (JSON.parse(textOf(payload)) as { id: string }).id
  const timestamp = String(Math.floor((options.now ?? Date.now)() / 1000))
  const message = { id, timestamp, payload }
  const made = await Promise.all(
    secrets.map(async (secret) => ({
      standard: base64Of(await sign(standard, secret, message)),
      own: hexOf(await sign(own, secret, message)),
    })),
  )
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': made.map((one) => `v1,${one.standard}`).join(' '),
    'flowlix-signature': [`t=${timestamp}`, ...made.map((one) => `v1=${one.own}`)].join(','),
  }
}
