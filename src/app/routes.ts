/** Everything that the gateway responds to, as one tree of routes. */
import { Hono } from 'hono'
import type { ApiContext } from '../api/api-context.ts'
import { directWay } from '../api/direct-way.ts'
import { documentedTestKey } from '../api/documented-key.ts'
import { errorResponse } from '../api/error-response.ts'
import { toFetch } from '../api/fetch-request.ts'
import type { Health } from '../api/health.ts'
import { RunningKeys } from '../api/idempotency.ts'
import { hostsOf, ownHostsOnly } from '../api/own-hosts.ts'
import { PaymentBodies } from '../api/payment-bodies.ts'
import { RateLimit } from '../api/rate-limit.ts'
import { createApi, createStream, endpoints } from '../api/routes.ts'
import { SharedUsage } from '../api/shared-usage.ts'
import { StorageBudget } from '../api/storage-budget.ts'
import { uncaughtFault, unknownPath } from '../api/unrouted.ts'
import { createDocs } from '../api-docs/create-docs.ts'
import type { ServedPart } from '../config/served-parts.ts'
import { CoBadged } from '../core/card/co-badged.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import type { Gateway } from '../operations/gateway.ts'
import { createPaymentPage } from '../payment-page/routes.ts'
import type { PlainHandler } from '../plain-http.ts'
import { RequestContext, type RequestEnv } from '../request-context.ts'
import { sandboxEndpoints } from '../sandbox-control/endpoints.ts'
import { createReceiver } from '../sandbox-receiver/routes.ts'
import type { Throttles } from '../throttles/throttles.ts'
import type { AppOptions } from './options.ts'

type Parts = Readonly<{
  serves: readonly ServedPart[]
  gateway: Gateway
  throttles: Throttles
  health: Health
  requestId: () => string
  linkKey: Buffer
  sandboxPages: Hono
}>

export function createRoutes(options: AppOptions, parts: Parts) {
  const { apiUrl, payUrl, isSandbox } = options
  const { serves, gateway, throttles, health, requestId, sandboxPages } = parts
  const { shared } = gateway.storage
  const storageBudget = new StorageBudget(options.storedBytesPerDay, gateway.clock, options.log)
  const app = new Hono<RequestEnv>()
  const api = {
    gateway,
    payUrl,
    docsUrl: `${apiUrl}/docs`,
    rateLimit: new RateLimit(options.rateLimitPerMinute),
    sharedUsage: shared && new SharedUsage(shared, options.rateLimitPerMinute, storageBudget, gateway.clock),
    storageBudget,
    runningKeys: new RunningKeys(),
    bodies: new PaymentBodies(payUrl),
    throttles,
    acceptsDocumentedKey: isSandbox,
  }
  if (serves.includes('api')) app.route('/', createStream(api, health.stopping))
  if (serves.includes('api')) serveApi(app, api, options, requestId, health.stopping)
  if (serves.includes('page')) {
    app.route('/', createPaymentPage(pageOptions(options, parts)))
    app.route('/', sandboxPages)
  }
  app.route('/', health.routes)
  const testAcquirer = options.testAcquirers[0]?.name ?? sandboxName
  if (serves.includes('api')) app.route('/', createDocs({ apiUrl, isSandbox, testAcquirer }))
  app.notFound((c) => unknownPath(api.docsUrl, c.env.context.id))
  app.onError((fault, c) => uncaughtFault(options.log, fault, api.docsUrl, c.env.context.id))
  const refuseHost = isSandbox ? ownHostsOnly([apiUrl, payUrl]) : () => null
  const fetch = (request: Request, env: RequestEnv['Bindings']): Response | Promise<Response> => {
    const refusal = refuseHost(hostsOf(request))
    return refusal === null
      ? app.fetch(request, env)
      : toFetch(errorResponse(refusal, env.context.id, api.docsUrl))
  }
  const direct: PlainHandler = serves.includes('api') ? directWay(api, endpoints, refuseHost) : () => null
  return { app, fetch, direct }
}

function serveApi(
  app: Hono<RequestEnv>,
  api: ApiContext,
  { isSandbox, apiUrl }: AppOptions,
  requestId: () => string,
  stopping: AbortSignal,
) {
  app.route('/', createApi(api))
  if (isSandbox) {
    const { gateway } = api
    app.route('/', createReceiver({ gateway, apiUrl, key: documentedTestKey, stopping }))
    const visit = (request: Request) => app.fetch(request, { context: new RequestContext(requestId()) })
    app.route('/', createApi(api, sandboxEndpoints(visit), '/sandbox/v1'))
  }
}

function pageOptions(
  options: AppOptions,
  { gateway, linkKey, health, throttles }: Parts,
): Parameters<typeof createPaymentPage>[0] {
  const { apiUrl, payUrl, isSandbox } = options
  return {
    gateway,
    linkKey,
    stopping: health.stopping,
    payUrl,
    ownHost: new URL(payUrl).host === new URL(apiUrl).host ? null : new URL(payUrl).host,
    isSecureOrigin: payUrl.startsWith('https:'),
    throttles,
    languages: { default: options.defaultLocale, hasPseudo: isSandbox },
    resultPage: options.resultPage,
    declineDetail: options.declineDetail,
    coBadged: { test: CoBadged.ofTestCards(), live: options.coBadged },
    holdSubmitMs: options.holdSubmitMs,
    privacyText: options.privacyText,
    accessibilityText: options.accessibilityText,
  }
}

/** What ends in a star is middleware, or what catches the rest. */
export function routeOf({ router }: Hono<RequestEnv>, method: string, path: string): string | null {
  const patterns = router.match(method, path)[0].map(([[, route]]) => route.path)
  const rest = patterns.findLast((pattern) => pattern !== '/*')
  return patterns.find((pattern) => !pattern.endsWith('*')) ?? rest ?? null
}
