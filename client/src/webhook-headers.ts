/** Reads the signatures of a request from its headers. */
import type { WebhookHeaders } from './webhook-request.ts'
import { bytesOfBase64, bytesOfHex } from './webhook-signature.ts'

export type Signed = Readonly<{
  scheme: 'standard' | 'own'
  id: string
  timestamp: string
  signatures: readonly Uint8Array<ArrayBuffer>[]
}>

/** The gateway sends two at most. Each costs the time to sign the body, and anyone can send a header with hundreds. */
const signaturesMax = 10

/**
 * Null if a header is missing. The headers of Standard Webhooks decide if there are any, because their signature covers
 * `webhook-id` as well.
 */
export function readSignatures(headers: WebhookHeaders): Signed | null {
  const id = find(headers, 'webhook-id')
  const timestamp = find(headers, 'webhook-timestamp')
  const signature = find(headers, 'webhook-signature')
  if (id === null && timestamp === null && signature === null) return readOwn(headers)
  if (!id || !isTimestamp(timestamp) || !signature) return null
  const signatures = signature.split(' ').flatMap((part) => bytesAfter(part, 'v1,', bytesOfBase64))
  return { scheme: 'standard', id, timestamp, signatures: signatures.slice(0, signaturesMax) }
}

function readOwn(headers: WebhookHeaders): Signed | null {
  const parts = find(headers, 'flowlix-signature')?.split(',') ?? []
  const timestamp = parts.find((part) => part.startsWith('t='))?.slice('t='.length) ?? null
  if (!isTimestamp(timestamp)) return null
  const signatures = parts.flatMap((part) => bytesAfter(part, 'v1=', bytesOfHex))
  return { scheme: 'own', id: '', timestamp, signatures: signatures.slice(0, signaturesMax) }
}

function isTimestamp(text: string | null): text is string {
  return text !== null && /^[0-9]{1,12}$/.test(text)
}

function bytesAfter(
  part: string,
  prefix: string,
  read: (text: string) => Uint8Array<ArrayBuffer> | null,
): readonly Uint8Array<ArrayBuffer>[] {
  const bytes = part.startsWith(prefix) ? read(part.slice(prefix.length)) : null
  return bytes === null ? [] : [bytes]
}

/** One that was sent more than once counts as missing: it says two things. */
function find(headers: WebhookHeaders, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name)
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name)
  const value = key === undefined ? undefined : headers[key]
  if (typeof value === 'string') return value
  return value?.length === 1 ? (value[0] ?? null) : null
}

function isFetchHeaders(headers: WebhookHeaders): headers is Readonly<{ get(name: string): string | null }> {
  return typeof headers.get === 'function'
}
