/** Whether events can be sent to each webhook endpoint, by the check that is made before every attempt. */
import type { App } from '../../app/app.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { everyEndpoint } from '../../operations/webhooks/every-endpoint.ts'
import type { Findings } from './findings.ts'

/** Each may ask DNS. */
const atOnce = 10

export async function examineEndpoints(app: App, findings: Findings): Promise<void> {
  const endpoints = await endpointsOf(app)
  for (let done = 0; done < endpoints.length; done += atOnce) {
    const some = endpoints.slice(done, done + atOnce)
    const checks = await Promise.all(some.map(({ url }) => app.gateway.webhooks.targets.check(url)))
    for (const [i, check] of checks.entries()) {
      const endpoint = some[i]
      if (endpoint !== undefined) report(endpoint, check.kind === 'ok' ? null : check.reason, findings)
    }
  }
}

type WithUrl = WebhookEndpoint & Readonly<{ url: string }>

/** Without those that get their URLs from payments. */
async function endpointsOf({ storage }: App): Promise<readonly WithUrl[]> {
  return (await everyEndpoint(storage)).filter(hasUrl)
}

function hasUrl(endpoint: WebhookEndpoint): endpoint is WithUrl {
  return endpoint.url !== null
}

/** `reason`: why nothing can be sent there; it continues "The URL". */
function report(endpoint: WithUrl, reason: string | null, findings: Findings): void {
  const { id, merchantId, url, disabledReason, failingSinceMs } = endpoint
  const name = `Webhook endpoint ${id} of ${merchantId}`
  if (reason !== null) findings.problem(`${name}: the URL ${url} ${reason}.`)
  else if (disabledReason !== null) findings.warning(`${name} (${url}) is disabled: ${disabledReason}.`)
  else if (failingSinceMs !== null)
    findings.warning(`${name} (${url}) has failed since ${new Date(failingSinceMs).toISOString()}.`)
  else findings.ok(`${name}: events can be sent to ${url}.`)
}
