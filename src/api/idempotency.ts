/**
 * Requests that may be sent again: the first 2xx answer to a key is kept for 24 hours and given again, byte by byte.
 * Anything else with the same key is a conflict; answers of 4xx and 5xx release the key.
 */
import { createHmac } from 'node:crypto'
import type { IdempotencyRecord, Storage } from '../ports.ts'
import { ApiError } from './api-error.ts'

export const idempotencyLifeMs = 24 * 3_600_000

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
 * What must be equal for a request to be the same: method, path and the body's bytes. Keyed by the caller's own
 * secret, which is kept nowhere, because a plain hash of a body with a card number could be guessed.
 */
export function fingerprintOf(secretKey: string, method: string, path: string, body: Uint8Array): string {
  return createHmac('sha256', secretKey).update(`${method} ${path}\n`).update(body).digest('hex')
}

export function keyInUse(): ApiError {
  return new ApiError(
    'idempotency_key_in_use',
    'This idempotency key was used for another request, or its first request is still running.',
    'Idempotency-Key',
  )
}

/** The kept answer, or null when the key is free. Throws when the key belongs to another request. */
export async function findReplay(
  storage: Storage,
  keyId: string,
  key: string,
  fingerprint: string,
  nowMs: number,
): Promise<IdempotencyRecord | null> {
  const record = await storage.findIdempotencyRecord(keyId, key)
  if (record === null || nowMs - record.createdAtMs >= idempotencyLifeMs) return null
  if (record.fingerprint !== fingerprint) throw keyInUse()
  return record
}

/** Keys whose first request is being served by this process. Other processes meet at the commit. */
export class RunningKeys {
  readonly #running = new Set<string>()

  async hold<T>(keyId: string, key: string, run: () => Promise<T>): Promise<T> {
    const name = `${keyId} ${key}`
    if (this.#running.has(name)) throw keyInUse()
    this.#running.add(name)
    try {
      return await run()
    } finally {
      this.#running.delete(name)
    }
  }
}
