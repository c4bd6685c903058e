/** Runs an endpoint for an authenticated caller: read, replay, permit, validate, handle. */

import type { Responded } from '../operations/respond.ts'
import type { PlainRequest } from '../plain-http.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import type { Caller } from './caller.ts'
import type { ApiResponse, Endpoint, Incoming, Route } from './endpoint.ts'
import { handleOnce, type Once } from './handle-once.ts'
import { fingerprintOf, readIdempotencyKey, type Scope, sealed } from './idempotency.ts'
import { permit } from './permit.ts'
import { readQuery } from './query.ts'
import { parseBody, readBody, requireJson, withoutNulls } from './read-body.ts'
import { storedBytes } from './storage-budget.ts'
import type { JsonObject } from './strict-json.ts'
import { validate } from './validate.ts'

export async function runEndpoint(api: ApiContext, incoming: Incoming, caller: Caller): Promise<Once> {
  const { request, route } = incoming
  if (route instanceof ApiError) throw route
  const { endpoint } = route
  incoming.context.route = endpoint.path
  const query = readQuery(request.query, endpoint.query)
  if (endpoint.method === 'GET') {
    const response = await handle(api, incoming, caller, route, { query, json: {}, scope: null })
    return { response, isReplay: false }
  }
  const bytes = endpoint.method === 'DELETE' ? new Uint8Array() : await bytesOf(endpoint, request)
  const length = bytes.length
  const idempotencyKey = endpoint.method === 'POST' ? idempotencyKeyOf(incoming) : null
  const json = length === 0 && needsNoBody(endpoint) ? {} : parseBody(bytes)
  const scope = idempotencyKey === null ? null : scopeOf(request, caller, idempotencyKey, json)
  const change = async (): Promise<ApiResponse> => {
    const response = await handle(api, incoming, caller, route, { query, json, scope })
    // Requests that are refused or replayed store nothing.
    api.storageBudget.spend(caller.key, storedBytes(length, scope === null ? null : response.body))
    return response
  }
  return handleOnce(api, scope, change)
}

type Read = Readonly<{ query: unknown; json: JsonObject; scope: Scope | null }>

async function handle(
  { gateway, payUrl, bodies, storageBudget }: ApiContext,
  { context }: Incoming,
  { key }: Caller,
  { endpoint, ids }: Route,
  { query, json, scope }: Read,
): Promise<ApiResponse> {
  await permit(gateway, key, endpoint.needs)
  if (endpoint.method !== 'GET') storageBudget.require(key, context)
  const target = endpoint.target === undefined ? null : await endpoint.target(gateway.storage, key, ids)
  const body = typeof endpoint.body === 'string' ? {} : validate(endpoint.body[key.mode], withoutNulls(json))
  return endpoint.handle({
    gateway,
    key,
    context,
    payUrl,
    bodies,
    target,
    query,
    body,
    respond: (status, content) => responded(gateway, scope, { status, body: JSON.stringify(content) }),
    respondSealed: (status, content) => {
      const { response, record } = responded(gateway, scope, { status, body: JSON.stringify(content) })
      return { response, record: record && sealed(gateway, record) }
    },
  })
}

function responded(
  { clock }: ApiContext['gateway'],
  scope: Scope | null,
  response: ApiResponse,
): Responded<ApiResponse> {
  const record = scope === null ? null : { ...scope, ...response, createdAtMs: clock.nowMs() }
  return { response, record }
}

function needsNoBody({ body, isBodyOptional }: Endpoint): boolean {
  return typeof body === 'string' || isBodyOptional === true
}

async function bytesOf(endpoint: Endpoint, request: PlainRequest): Promise<Uint8Array> {
  if (needsNoBody(endpoint) && !hasBody(request)) return new Uint8Array()
  requireJson(request)
  return readBody(request)
}

function hasBody(request: PlainRequest): boolean {
  const length = request.header('content-length')
  if (length !== null) return length !== '0'
  return request.header('transfer-encoding') !== null || request.header('content-type') !== null
}

function idempotencyKeyOf({ request }: Incoming): string | null {
  return readIdempotencyKey(request.header('idempotency-key'), request.isRepeated('idempotency-key'))
}

function scopeOf({ method, path }: PlainRequest, caller: Caller, key: string, body: JsonObject): Scope {
  const fingerprint = fingerprintOf(caller.secretKey, method, path, body)
  return { keyId: caller.key.id, key, fingerprint }
}
