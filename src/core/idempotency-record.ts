/** The response to a request with an idempotency key, and how long it is replayed. */

/** A key is free again after this time. */
export const idempotencyLifeMs = 24 * 3_600_000

/** Stored in the commit of what the request caused. */
export type IdempotencyRecord = Readonly<{
  /** The API key's ID; two keys may use the same idempotency key. */
  keyId: string
  key: string
  /** Keyed hash over the method, the path, and the meaning of the body, hex. */
  fingerprint: string
  status: number
  body: string
  createdAtMs: number
}>

/** The owner of what is sealed in its body. */
export function sealedFor({ keyId, key }: Pick<IdempotencyRecord, 'keyId' | 'key'>): string {
  return `${keyId} ${key}`
}
