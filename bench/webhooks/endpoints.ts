/** Webhook endpoints, made through the API. */
/** Where nobody listens. */
export const closedUrl = 'http://127.0.0.1:65535/webhooks'

export async function addEndpoint(
  gatewayUrl: string,
  url: string,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  const headers = { ...own, 'content-type': 'application/json' }
  const body = JSON.stringify({ url })
  const response = await fetch(`${gatewayUrl}/v1/webhook_endpoints`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`the endpoint was refused: ${await response.text()}`)
}
