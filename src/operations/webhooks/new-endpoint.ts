/** What an endpoint begins with, and the secrets that sign what is sent to it. */
import type { PublicEventType } from '../../core/public-events.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import type { Owner } from '../../ports/event-storage.ts'
import type { Clock, Random } from '../../ports/system.ts'
import type { Gateway, Secrets } from '../gateway.ts'

export type EndpointMaker = Readonly<{ clock: Clock; random: Random }> &
  Pick<Gateway, 'newUlid'> &
  Readonly<{ secrets: Secrets }>

type Settings = Readonly<{
  url: string | null
  events: readonly PublicEventType[] | 'all'
  description: string | null
}>

/** `secret` is in the clear. */
export function newEndpoint(
  { clock, random, newUlid, secrets }: EndpointMaker,
  { merchantId, mode }: Owner,
  settings: Settings,
): Readonly<{ endpoint: WebhookEndpoint; secret: string }> {
  const createdAtMs = clock.nowMs()
  const id = `we_${newUlid(createdAtMs)}`
  const secret = newSecret(random)
  const endpoint: WebhookEndpoint = {
    ...{ id, merchantId, mode, ...settings },
    ...{ secret: secrets.seal(secret, id), previousSecret: null, previousSecretUntilMs: null },
    ...{ disabledAtMs: null, disabledReason: null, failingSinceMs: null, lastSuccessAtMs: null },
    ...{ createdAtMs, deletedAtMs: null, version: 1 },
  }
  return { endpoint, secret }
}

const secretBytes = 32

export function newSecret(random: Random): string {
  return `whsec_${Buffer.from(random.bytes(secretBytes)).toString('base64')}`
}
