/** What merchants do with their webhook endpoints. Every change is one commit with the response that is kept for it. */
import type { PublicEventType } from '../../core/public-events.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import type { Owner } from '../../ports/event-storage.ts'
import type { Gateway } from '../gateway.ts'
import type { Responded } from '../respond.ts'
import { skipDeliveries } from './disable-endpoint.ts'
import { newEndpoint, newSecret } from './new-endpoint.ts'

/** For each merchant and mode. */
const endpointsMax = 16
const racesMax = 50

type Shown<Response> = (
  endpoint: WebhookEndpoint,
  /** In the clear, where it was just made. */
  secret: string | null,
) => Responded<Response>

export type Managed<Response> =
  | Readonly<{ kind: 'done'; endpoint: WebhookEndpoint; response: Response }>
  | Readonly<{ kind: 'url_refused'; reason: string }>
  | Readonly<{
      kind: 'no_encryption_key' | 'limit_reached' | 'rolling' | 'not_found' | 'idempotency_key_taken'
    }>

export type EndpointSettings = Readonly<{
  url: string
  events: readonly PublicEventType[] | 'all'
  description: string | null
}>

/** `url_refused`: nothing may be sent to the URL. `limit_reached`: the merchant has as many endpoints as it may have. */
export async function createEndpoint<Response>(
  gateway: Gateway,
  owner: Owner,
  settings: EndpointSettings,
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  const { storage, secrets } = gateway
  if (secrets === null) return { kind: 'no_encryption_key' }
  const target = await gateway.webhooks.targets.check(settings.url)
  if (target.kind === 'refused') return { kind: 'url_refused', reason: target.reason }
  const given = { ...settings, url: target.href }
  const { endpoint, secret } = newEndpoint({ ...gateway, secrets }, owner, given)
  const { response, record } = shown(endpoint, secret)
  const added = await storage.addEndpoint(endpoint, endpointsMax, record)
  return added === 'saved' ? { kind: 'done', endpoint, response } : { kind: added }
}

/** Checks the URL again if it is part of the settings. */
export async function updateEndpoint<Response>(
  gateway: Gateway,
  endpoint: WebhookEndpoint,
  settings: Partial<EndpointSettings>,
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  const { url } = settings
  const target = url === undefined ? null : await gateway.webhooks.targets.check(url)
  if (target?.kind === 'refused') return { kind: 'url_refused', reason: target.reason }
  const href = target === null ? {} : { url: target.href }
  return change(gateway, endpoint, (before) => ({ ...before, ...settings, ...href }), shown)
}

/** Does not send what was skipped in the meantime: that is recovered on request. */
export async function enableEndpoint<Response>(
  gateway: Gateway,
  endpoint: WebhookEndpoint,
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  // Something may be left from when it was disabled.
  await skipDeliveries(gateway, endpoint.id)
  const enabled = { disabledAtMs: null, disabledReason: null, failingSinceMs: null }
  return change(
    gateway,
    endpoint,
    (before) => (before.disabledAtMs === null ? before : { ...before, ...enabled }),
    shown,
  )
}

/** Also skips what waits to be sent. Disabling a disabled endpoint is `done`, and changes only its version. */
export async function stopEndpoint<Response>(
  gateway: Pick<Gateway, 'storage' | 'clock'>,
  endpoint: WebhookEndpoint,
  how: 'disable' | 'delete',
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  const nowMs = gateway.clock.nowMs()
  const disabled = { disabledAtMs: nowMs, disabledReason: 'requested' } as const
  const stopped = how === 'delete' ? { deletedAtMs: nowMs } : disabled
  const result = await change(
    gateway,
    endpoint,
    (before) => (how === 'disable' && before.disabledAtMs !== null ? before : { ...before, ...stopped }),
    shown,
  )
  await skipDeliveries(gateway, endpoint.id)
  return result
}

/** The previous secret keeps signing for a time, so that receivers can change to the new one; with 0, it ends immediately. */
export async function rollSecret<Response>(
  gateway: Gateway,
  endpoint: WebhookEndpoint,
  expiresInSeconds: number,
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  const { secrets, clock } = gateway
  if (secrets === null) return { kind: 'no_encryption_key' }
  const nowMs = clock.nowMs()
  const secret = newSecret(gateway.random)
  const isRolling = ({ previousSecretUntilMs: untilMs }: WebhookEndpoint): boolean =>
    untilMs !== null && untilMs > nowMs && expiresInSeconds > 0
  const previous = ({ secret: before }: WebhookEndpoint) =>
    expiresInSeconds === 0
      ? { previousSecret: null, previousSecretUntilMs: null }
      : { previousSecret: before, previousSecretUntilMs: nowMs + expiresInSeconds * 1_000 }
  const roll = (before: WebhookEndpoint) =>
    isRolling(before)
      ? 'rolling'
      : { ...before, ...previous(before), secret: secrets.seal(secret, before.id) }
  return change(gateway, endpoint, roll, (after) => shown(after, secret))
}

/** Decides again if someone else has changed it in the meantime. */
async function change<Response>(
  { storage }: Pick<Gateway, 'storage'>,
  endpoint: WebhookEndpoint,
  decide: (before: WebhookEndpoint) => WebhookEndpoint | 'rolling',
  shown: Shown<Response>,
): Promise<Managed<Response>> {
  let before: WebhookEndpoint | null = endpoint
  for (let race = 0; race < racesMax; race++) {
    if (before === null) return { kind: 'not_found' }
    const decided = decide(before)
    if (decided === 'rolling') return { kind: decided }
    const after = { ...decided, version: before.version + 1 }
    const { response, record } = shown(after, null)
    const saved = await storage.changeEndpoint(after, record)
    if (saved === 'saved') return { kind: 'done', endpoint: after, response }
    if (saved === 'idempotency_key_taken') return { kind: saved }
    before = await storage.findEndpoint(before, before.id)
  }
  throw new Error(`endpoint ${endpoint.id} lost ${racesMax} races in a row`)
}
