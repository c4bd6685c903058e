/**
 * Idempotency keys: the first 2xx response is kept for 24 hours and returned again, byte by byte. A different request with
 * the same key is a conflict. Responses with 4xx and 5xx release the key.
 */

import { type IdempotencyRecord, idempotencyLifeMs, sealedFor } from '../core/idempotency-record.ts'
import type { Gateway } from '../operations/gateway.ts'
import { hmacSha256 } from '../platform/hmac.ts'
import { ApiError } from './api-error.ts'
import { meaningOf } from './json-meaning.ts'
import type { JsonObject } from './strict-json.ts'

/** What identifies a request with an idempotency key. */
export type Scope = Readonly<{ keyId: string; key: string; fingerprint: string }>

/** 1 to 255 printable ASCII characters. */
const validKey = /^[\x20-\x7e]{1,255}$/

/** Null if the request has no key. */
export function readIdempotencyKey(header: string | null, isRepeated: boolean): string | null {
  if (header === null) return null
  if (isRepeated || !validKey.test(header)) {
    const message = 'The Idempotency-Key header must be sent once, with 1 to 255 printable ASCII characters.'
    throw new ApiError('parameter_invalid', message, 'Idempotency-Key')
  }
  return header
}

/**
 * Equal for two requests with the same method, path, and meaning of the body. It is keyed with the secret key of the caller,
 * which is not stored, because a card number could be guessed from a plain hash of the body.
 */
export function fingerprintOf(secretKey: string, method: string, path: string, body: JsonObject): string {
  return hmacSha256(secretKey, `${method} ${path}\n${meaningOf(body)}`).toString('hex')
}

function usedForDifferentRequest(): ApiError {
  return new ApiError(
    'idempotency_key_in_use',
    'This idempotency key was already used for a different request. Use a new key for a new request.',
    'Idempotency-Key',
  )
}

/** Only this conflict is worth a retry, so only this one has `Retry-After`. */
export function stillInProgress(): ApiError {
  return new ApiError(
    'idempotency_key_in_use',
    'The first request with this idempotency key is still in progress. Retry the same request in a moment.',
    'Idempotency-Key',
    { 'Retry-After': '1' },
  )
}

/** A response that holds a secret is not kept in the clear. */
export function sealed({ secrets }: Pick<Gateway, 'secrets'>, record: IdempotencyRecord): IdempotencyRecord {
  if (secrets === null) throw new Error('a secret was made without an encryption key')
  return { ...record, body: secrets.seal(record.body, sealedFor(record)) }
}

/** Responses are JSON objects, so whatever begins differently is sealed. */
function opened({ secrets }: Pick<Gateway, 'secrets'>, record: IdempotencyRecord): IdempotencyRecord {
  if (record.body.startsWith('{')) return record
  if (secrets === null) throw new Error('a kept response cannot be opened without ENCRYPTION_KEY')
  return { ...record, body: secrets.open(record.body, sealedFor(record)) }
}

/** The kept response, or null if the key is free. Throws if the key belongs to a different request. */
export async function findReplay(
  gateway: Pick<Gateway, 'storage' | 'secrets'>,
  { keyId, key, fingerprint }: Scope,
  nowMs: number,
): Promise<IdempotencyRecord | null> {
  const record = await gateway.storage.findIdempotencyRecord(keyId, key)
  if (record === null || nowMs - record.createdAtMs >= idempotencyLifeMs) return null
  if (record.fingerprint !== fingerprint) throw usedForDifferentRequest()
  return opened(gateway, record)
}

/** Keys whose first request is in progress in this process. Requests in other processes conflict when they commit. */
export class RunningKeys {
  readonly #fingerprints = new Map<string, string>()

  async hold<T>({ keyId, key, fingerprint }: Scope, run: () => Promise<T>): Promise<T> {
    const name = `${keyId} ${key}`
    const running = this.#fingerprints.get(name)
    if (running !== undefined) throw running === fingerprint ? stillInProgress() : usedForDifferentRequest()
    this.#fingerprints.set(name, fingerprint)
    try {
      return await run()
    } finally {
      this.#fingerprints.delete(name)
    }
  }
}
