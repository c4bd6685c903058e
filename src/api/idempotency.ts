/**
 * Requests that may be sent again: the first 2xx answer to a key is kept for 24 hours and given again, byte by byte.
 * Anything else with the same key is a conflict; answers of 4xx and 5xx release the key.
 */

import { type IdempotencyRecord, idempotencyLifeMs } from '../core/idempotency-record.ts'
import { hmacSha256 } from '../platform/hmac.ts'
import type { Storage } from '../ports.ts'
import { ApiError } from './api-error.ts'
import { meaningOf } from './json-meaning.ts'
import type { JsonObject } from './strict-json.ts'

/** A request with an idempotency key: whose, which, and what was asked for. */
export type Scope = Readonly<{ keyId: string; key: string; fingerprint: string }>

/** 1 to 255 printable ASCII characters. */
const validKey = /^[\x20-\x7e]{1,255}$/

/** Null when the request has no key. */
export function readIdempotencyKey(header: string | null, isRepeated: boolean): string | null {
  if (header === null) return null
  if (isRepeated || !validKey.test(header)) {
    const message = 'The Idempotency-Key header must be sent once, with 1 to 255 printable ASCII characters.'
    throw new ApiError('parameter_invalid', message, 'Idempotency-Key')
  }
  return header
}

/**
 * What must be equal for a request to be the same: method, path and what the body means. Keyed by the caller's own
 * secret, which is kept nowhere, because a plain hash of a body with a card number could be guessed.
 */
export function fingerprintOf(secretKey: string, method: string, path: string, body: JsonObject): string {
  return hmacSha256(secretKey, `${method} ${path}\n${meaningOf(body)}`).toString('hex')
}

function usedForAnother(): ApiError {
  return new ApiError(
    'idempotency_key_in_use',
    'This idempotency key was used for another request. Send a new request with a new key.',
    'Idempotency-Key',
  )
}

/** Only this one is worth repeating, and `Retry-After` says so. */
export function stillRunning(): ApiError {
  return new ApiError(
    'idempotency_key_in_use',
    'The first request with this idempotency key is still running. Send the same request again in a moment.',
    'Idempotency-Key',
    { 'Retry-After': '1' },
  )
}

/** The kept answer, or null when the key is free. Throws when the key belongs to another request. */
export async function findReplay(
  storage: Storage,
  { keyId, key, fingerprint }: Scope,
  nowMs: number,
): Promise<IdempotencyRecord | null> {
  const record = await storage.findIdempotencyRecord(keyId, key)
  if (record === null || nowMs - record.createdAtMs >= idempotencyLifeMs) return null
  if (record.fingerprint !== fingerprint) throw usedForAnother()
  return record
}

/** Keys whose first request is being served by this process. Other processes meet at the commit. */
export class RunningKeys {
  readonly #fingerprints = new Map<string, string>()

  async hold<T>({ keyId, key, fingerprint }: Scope, run: () => Promise<T>): Promise<T> {
    const name = `${keyId} ${key}`
    const running = this.#fingerprints.get(name)
    if (running !== undefined) throw running === fingerprint ? stillRunning() : usedForAnother()
    this.#fingerprints.set(name, fingerprint)
    try {
      return await run()
    } finally {
      this.#fingerprints.delete(name)
    }
  }
}
