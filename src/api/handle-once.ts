/** Hands a request to its endpoint; with an idempotency key at most once, and repeats the kept answer otherwise. */
import type { ApiKey } from '../core/api-key.ts'
import { ApiError, statusOfError } from './api-error.ts'
import { type Answer, type Call, type Endpoint, KeyTakenMeanwhile } from './endpoint.ts'
import { findReplay, fingerprintOf, readIdempotencyKey, type Scope, stillRunning } from './idempotency.ts'
import type { AnswerHeaders, ApiContext, Incoming } from './incoming.ts'
import { permit } from './permit.ts'
import { parseBody, withoutNulls } from './read-body.ts'
import { storedBytes } from './storage-budget.ts'
import type { JsonObject } from './strict-json.ts'

/** An authenticated request, read but not parsed. */
type Received = Readonly<{
  incoming: Incoming
  endpoint: Endpoint
  key: ApiKey
  secretKey: string
  query: ReadonlyMap<string, string>
  bytes: Uint8Array
  headers: AnswerHeaders
}>

export async function handleOnce(context: ApiContext, received: Received): Promise<Answer> {
  const { endpoint, bytes } = received
  const idempotencyKey = endpoint.method === 'POST' ? idempotencyKeyOf(received) : null
  const body = endpoint.body !== 'required' && bytes.length === 0 ? {} : parseBody(bytes)
  if (idempotencyKey === null) return handle(context, received, body, null)
  const scope = scopeOf(received, idempotencyKey, body)
  return context.runningKeys.hold(scope, async () => {
    const kept = await replay(context, received, scope)
    if (kept !== null) return kept
    try {
      return await handle(context, received, body, scope)
    } catch (error) {
      if (!canBeByAnotherProcess(error)) throw error
      const keptMeanwhile = await replay(context, received, scope)
      if (keptMeanwhile !== null) return keptMeanwhile
      throw error instanceof KeyTakenMeanwhile ? stillRunning() : error
    }
  })
}

/** Another process may have done the same request since we looked: then its answer counts, and not our refusal. */
function canBeByAnotherProcess(error: unknown): boolean {
  return (
    error instanceof KeyTakenMeanwhile || (error instanceof ApiError && statusOfError(error.code) === 422)
  )
}

function idempotencyKeyOf({ incoming: { request, repeatedHeaders } }: Received): string | null {
  return readIdempotencyKey(request.headers.get('idempotency-key'), repeatedHeaders.has('idempotency-key'))
}

function scopeOf(
  { incoming, endpoint, key, secretKey }: Received,
  idempotencyKey: string,
  body: JsonObject,
): Scope {
  const { pathname } = new URL(incoming.request.url)
  const fingerprint = fingerprintOf(secretKey, endpoint.method, pathname, body)
  return { keyId: key.id, key: idempotencyKey, fingerprint }
}

async function replay(context: ApiContext, received: Received, scope: Scope): Promise<Answer | null> {
  const { storage, clock } = context.gateway
  const record = await findReplay(storage, scope, clock.nowMs())
  if (record === null) return null
  received.headers['Idempotent-Replayed'] = 'true'
  received.incoming.context.note = 'replayed'
  return record
}

/** What is refused or repeated stores nothing. */
async function handle(
  context: ApiContext,
  received: Received,
  body: JsonObject,
  scope: Scope | null,
): Promise<Answer> {
  const { endpoint, key, bytes } = received
  await permit(context.gateway, key, endpoint.needs)
  const call = callOf(context, received, body, scope)
  if (endpoint.method !== 'POST') return endpoint.handle(call)
  context.storageBudget.require(key)
  const answer = await endpoint.handle(call)
  context.storageBudget.spend(key, storedBytes(bytes.length, scope === null ? null : answer.body))
  return answer
}

function callOf(
  { gateway, payUrl }: ApiContext,
  { incoming, key, query }: Received,
  body: JsonObject,
  scope: Scope | null,
): Call {
  return {
    gateway,
    key,
    context: incoming.context,
    payUrl,
    params: incoming.params,
    query,
    body: withoutNulls(body),
    keep: (answer) => (scope === null ? null : { ...scope, ...answer, createdAtMs: gateway.clock.nowMs() }),
  }
}
