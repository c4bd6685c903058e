/** The response to a request with an idempotency key, and how long it is replayed. */

/** A key is free again after this time. */
export const idempotencyLifeMs = 24 * 3_600_000

/** Kept in the commit of what the request caused. */
export type IdempotencyRecord = Readonly<{
  /** The API key's id: the scope. */
  keyId: string
  key: string
  /** Keyed hash over method, path and the meaning of the body, hex. */
  fingerprint: string
  status: number
  body: string
  createdAtMs: number
}>
