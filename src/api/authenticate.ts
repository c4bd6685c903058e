/** Looks up the secret key of every request by its hash, so that a revocation takes effect immediately, and counts its use. */
import { type ApiKey, noteUseEveryMs } from '../core/api-key.ts'
import { hashApiKey } from '../platform/api-key-hash.ts'
import type { Storage } from '../ports/storage.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import { documentedTestKey } from './documented-key.ts'
import type { RateLimitState } from './rate-limit.ts'

const scheme = /^Bearer +/i
const secretKeyShape = /^fl_(?:test|live)_sk_[A-Za-z0-9_]{1,128}$/

/** The same error for missing, malformed, unknown, and revoked keys, so that it reveals nothing. */
function invalidKey(): ApiError {
  return new ApiError(
    'invalid_api_key',
    'The API key is missing or invalid. Send it as: Authorization: Bearer <secret key>.',
    null,
    { 'WWW-Authenticate': 'Bearer' },
  )
}

/** `header` is the raw value of the Authorization header. */
export function readSecretKey(header: string | null, isRepeated: boolean): string {
  const prefix = isRepeated ? undefined : scheme.exec(header ?? '')?.[0]
  const secretKey = header?.slice(prefix?.length) ?? ''
  if (prefix === undefined || !secretKeyShape.test(secretKey)) throw invalidKey()
  return secretKey
}

export type Authenticated = Readonly<{ key: ApiKey; rate: RateLimitState }>

/** The documented key is checked before the database, which may have been created by the sandbox. */
export async function authenticate(
  { gateway, sharedUsage, rateLimit, acceptsDocumentedKey }: ApiContext,
  secretKey: string,
): Promise<Authenticated> {
  if (secretKey === documentedTestKey && !acceptsDocumentedKey) throw invalidKey()
  const { storage, clock } = gateway
  const hash = hashApiKey(secretKey)
  const nowMs = clock.nowMs()
  const used =
    sharedUsage === null ? alone(await storage.findActiveApiKey(hash, nowMs)) : await sharedUsage.use(hash)
  if (used === null) throw invalidKey()
  const { key } = used
  noteUse(storage, key, nowMs)
  return { key, rate: used.rate ?? rateLimit.count(key.id, clock) }
}

function alone(key: ApiKey | null) {
  return key === null ? null : { key, rate: null }
}

/** Not awaited: no request depends on it, and if it fails, a later request notes it. */
function noteUse(storage: Storage, key: ApiKey, nowMs: number): void {
  if (key.lastUsedAtMs !== null && nowMs - key.lastUsedAtMs < noteUseEveryMs) return
  storage.noteApiKeyUse(key.id, nowMs).catch(() => {})
}
