/** Hands a request to its endpoint; with an idempotency key at most once, and repeats the kept answer otherwise. */
import type { ApiKey } from '../ports.ts'
import { type Answer, type Call, type Endpoint, KeyTakenMeanwhile } from './endpoint.ts'
import { findReplay, fingerprintOf, keyInUse, readIdempotencyKey } from './idempotency.ts'
import type { AnswerHeaders, ApiContext, Incoming } from './incoming.ts'
import { parseBody } from './read-body.ts'
import { storedBytes } from './storage-budget.ts'

/** An authenticated request, read but not parsed. */
export type Received = Readonly<{
  incoming: Incoming
  endpoint: Endpoint
  key: ApiKey
  secretKey: string
  bytes: Uint8Array
  headers: AnswerHeaders
}>

type Scope = Readonly<{ keyId: string; key: string; fingerprint: string }>

export function handleOnce(context: ApiContext, received: Received): Promise<Answer> {
  const { endpoint } = received
  const scope = endpoint.method === 'POST' ? scopeOf(received) : null
  if (scope === null) return handleCounted(context, received, null)
  return context.runningKeys.hold(scope.keyId, scope.key, async () => {
    const kept = await replay(context, received, scope)
    if (kept !== null) return kept
    try {
      return await handleCounted(context, received, scope)
    } catch (error) {
      if (!(error instanceof KeyTakenMeanwhile)) throw error
      return (await replay(context, received, scope)) ?? inUse()
    }
  })
}

/** What is refused or repeated stores nothing. */
async function handleCounted(context: ApiContext, received: Received, scope: Scope | null): Promise<Answer> {
  const { endpoint, key, bytes } = received
  if (endpoint.method !== 'POST') return endpoint.handle(callOf(context, received, scope))
  context.storageBudget.require(key)
  const answer = await endpoint.handle(callOf(context, received, scope))
  context.storageBudget.spend(key, storedBytes(bytes.length, scope === null ? null : answer.body))
  return answer
}

function scopeOf({ incoming, endpoint, key, secretKey, bytes }: Received): Scope | null {
  const { request, repeatedHeaders } = incoming
  const header = request.headers.get('idempotency-key')
  const idempotencyKey = readIdempotencyKey(header, repeatedHeaders.has('idempotency-key'))
  if (idempotencyKey === null) return null
  const { pathname, search } = new URL(request.url)
  const fingerprint = fingerprintOf(secretKey, endpoint.method, pathname + search, bytes)
  return { keyId: key.id, key: idempotencyKey, fingerprint }
}

async function replay(context: ApiContext, received: Received, scope: Scope): Promise<Answer | null> {
  const { storage, clock } = context.gateway
  const record = await findReplay(storage, scope.keyId, scope.key, scope.fingerprint, clock.nowMs())
  if (record !== null) received.headers['Idempotent-Replayed'] = 'true'
  return record
}

function inUse(): never {
  throw keyInUse()
}

function callOf(context: ApiContext, received: Received, scope: Scope | null): Call {
  const { gateway, payUrl } = context
  const { incoming, endpoint, key, bytes } = received
  const queryStart = incoming.request.url.indexOf('?')
  return {
    gateway,
    key,
    payUrl,
    params: incoming.params,
    query: new URLSearchParams(queryStart < 0 ? '' : incoming.request.url.slice(queryStart)),
    body: endpoint.body !== 'required' && bytes.length === 0 ? {} : parseBody(bytes),
    keep: (answer) => (scope === null ? null : { ...scope, ...answer, createdAtMs: gateway.clock.nowMs() }),
  }
}
