/** Webhook endpoints, made through the API. */
import { freePort, type GatewayPlace, GatewayProcess } from '../../verification/gateway-process.ts'
import { makeOriginals, type Originals } from '../originals.ts'
import { authorization } from '../sample.ts'

/** Where nobody listens. */
export const closedUrl = 'http://127.0.0.1:65535/webhooks'

export async function addEndpoint(gatewayUrl: string, url: string): Promise<void> {
  const headers = { ...authorization, 'content-type': 'application/json' }
  const body = JSON.stringify({ url })
  const response = await fetch(`${gatewayUrl}/v1/webhook_endpoints`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`the endpoint was refused: ${await response.text()}`)
}

/** Afterwards, the gateway has stopped. */
export async function makeOriginalsAndEndpoint(place: Omit<GatewayPlace, 'port'>): Promise<Originals> {
  const gateway = new GatewayProcess({ ...place, port: await freePort() })
  await gateway.ready()
  const originals = await makeOriginals(gateway.url)
  await addEndpoint(gateway.url, closedUrl)
  await gateway.stop()
  return originals
}
