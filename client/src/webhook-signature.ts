/** The two signatures of a webhook request, both made from one secret. */
import type { Payload } from './webhook-request.ts'

const encoder = (): TextEncoder => new TextEncoder()
const hmac = { name: 'HMAC', hash: 'SHA-256' }

/** A signing scheme: what is signed, and with which key. */
type Scheme = Readonly<{
  keyOf(secret: string): Uint8Array<ArrayBuffer>
  prefixOf(id: string, timestamp: string): string
}>

/** Standard Webhooks: the key is what the part after `whsec_` encodes. */
export const standard: Scheme = {
  keyOf: (secret) => bytesOfBase64(secret.slice('whsec_'.length)) ?? new Uint8Array(),
  prefixOf: (id, timestamp) => `${id}.${timestamp}.`,
}

/** `Flowlix-Signature`: the key is the secret itself, as it is written. */
export const own: Scheme = {
  keyOf: (secret) => encoder().encode(secret),
  prefixOf: (_, timestamp) => `${timestamp}.`,
}

export type Message = Readonly<{ id: string; timestamp: string; payload: Payload }>

export async function sign(scheme: Scheme, secret: string, message: Message): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', scheme.keyOf(secret), hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signedBytes(scheme, message)))
}

/** Whether one of the signatures was made with one of the secrets. Compares in constant time. */
export async function isSigned(
  scheme: Scheme,
  secrets: readonly string[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
  message: Message,
): Promise<boolean> {
  const signed = signedBytes(scheme, message)
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey('raw', scheme.keyOf(secret), hmac, false, ['verify'])
    for (const signature of signatures)
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
  }
  return false
}

function signedBytes(scheme: Scheme, { id, timestamp, payload }: Message): Uint8Array<ArrayBuffer> {
  const prefix = encoder().encode(scheme.prefixOf(id, timestamp))
  const body = typeof payload === 'string' ? encoder().encode(payload) : payload
  const bytes = new Uint8Array(prefix.length + body.length)
  bytes.set(prefix)
  bytes.set(body, prefix.length)
  return bytes
}

/** The secrets as a list. Throws if one cannot be a signing secret, without repeating it. */
export function readSecrets(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (secrets.length === 0 || !secrets.every(isSecret))
    throw new TypeError('secret must be the signing secret of a webhook endpoint, which begins with whsec_.')
  return secrets
}

function isSecret(secret: unknown): boolean {
  if (typeof secret !== 'string' || !secret.startsWith('whsec_')) return false
  return (bytesOfBase64(secret.slice('whsec_'.length))?.length ?? 0) > 0
}

/** Null if it is not base64. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** Null if it is not hexadecimal. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  )
}

export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
