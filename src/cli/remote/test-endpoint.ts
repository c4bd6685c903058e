/** Sends a test event to an endpoint, and waits until the gateway has delivered it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FullWebhookDelivery, WebhookDelivery } from '../../../client/src/api-types.ts'
import { exitStatus } from '../mistakes.ts'
import type { Terminal } from '../terminal.ts'
import type { GatewayApi } from './gateway-api.ts'

const path = '/v1/webhook_endpoints'
const pauseMs = 200
/** Longer than the gateway waits for a response. */
const patienceMs = 30_000

/** Returns the exit status. */
export async function testEndpoint(
  api: GatewayApi,
  id: string,
  terminal: Terminal,
  asJson: boolean,
): Promise<number> {
  const { event } = await api.post<WebhookDelivery>(`${path}/${id}/test`)
  const delivery = await delivered(api, `${path}/${id}/deliveries/${event}`)
  if (asJson) terminal.out(JSON.stringify(delivery))
  else terminal.out(...linesOf(delivery))
  return delivery.status === 'succeeded' ? exitStatus.done : exitStatus.failed
}

async function delivered(api: GatewayApi, at: string): Promise<FullWebhookDelivery> {
  const endMs = performance.now() + patienceMs
  for (;;) {
    const delivery = await api.get<FullWebhookDelivery>(at)
    if (delivery.status !== 'pending' || performance.now() >= endMs) return delivery
    await sleep(pauseMs)
  }
}

function linesOf({ event, status, attempts }: FullWebhookDelivery): readonly string[] {
  const last = attempts.at(-1)
  if (last === undefined || status === 'pending')
    return [`${event} is still waiting: does a process of the gateway send webhooks?`]
  const { status_code: code, error, duration_ms: ms, excerpt } = last
  const outcome = code === null ? error : `status ${code}`
  return [
    `${event} ${status}: ${outcome}, after ${ms} ms`,
    ...(status !== 'succeeded' && excerpt !== null ? excerpt.split('\n') : []),
  ]
}
