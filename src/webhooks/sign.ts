/**
 * The signatures of a delivery, in both schemes, from one secret. During a rotation, the current secret comes first: a
 * receiver that reads only the last signature of `Flowlix-Signature` goes on with the previous secret until the rotation ends.
 */
import { hmacSha256 } from '../platform/hmac.ts'

type Message = Readonly<{
  /** The event's. */
  id: string
  /** Of this attempt. */
  atMs: number
  body: string
  /** `whsec_` and base64; the current one first. */
  secrets: readonly string[]
}>

const prefix = 'whsec_'

/** What every delivery has, whoever sends it; `Host` and the length of the body come from the request. */
export function deliveryHeaders(message: Message): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Flowlix-Webhooks/1',
    ...signatureHeaders(message),
  }
}

export function signatureHeaders({ id, atMs, body, secrets }: Message): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1_000))
  const standard = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${hmacSha256(key, `${id}.${timestamp}.`, body).toString('base64')}`
  })
  const own = secrets.map((secret) => `v1=${hmacSha256(secret, `${timestamp}.`, body).toString('hex')}`)
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': standard.join(' '),
    'Flowlix-Signature': [`t=${timestamp}`, ...own].join(','),
  }
}
