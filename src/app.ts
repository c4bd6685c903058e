/** The composition root: the only place where the parts meet. Starts nothing that listens; `main.ts` does. */
import { Hono } from 'hono'
import type { SandboxFaults } from './acquirers/sandbox/faults.ts'
import { type SandboxOnDemand, sandboxOnDemand } from './acquirers/sandbox/on-demand.ts'
import type { BookPlace } from './acquirers/sandbox/open-book.ts'
import type { Sandbox } from './acquirers/sandbox/sandbox-acquirer.ts'
import { bookPlace } from './acquirers/sandbox/sqlite/open-book.ts'
import { directWay } from './api/direct-way.ts'
import { errorResponse } from './api/error-response.ts'
import { toFetch } from './api/fetch-request.ts'
import { createHealth, type Health } from './api/health.ts'
import { RunningKeys } from './api/idempotency.ts'
import { hostsOf, ownHostsOnly } from './api/own-hosts.ts'
import { PaymentBodies } from './api/payment-bodies.ts'
import { RateLimit } from './api/rate-limit.ts'
import { createApi, endpoints } from './api/routes.ts'
import { SharedUsage } from './api/shared-usage.ts'
import { type BytesPerDay, StorageBudget } from './api/storage-budget.ts'
import { uncaughtFault, unknownPath } from './api/unrouted.ts'
import { createDocs } from './api-docs/create-docs.ts'
import { CoBadged } from './core/card/co-badged.ts'
import type { DeclineDetail } from './core/decline.ts'
import { idempotencyLifeMs } from './core/idempotency-record.ts'
import type { InstallationKind } from './core/installation.ts'
import type { Language } from './core/language.ts'
import type { ResultPage } from './core/merchant.ts'
import type { Mode } from './core/payment/payment.ts'
import type { Rules } from './core/payment/rules.ts'
import type { Metrics } from './metrics/metrics.ts'
import { followDatabase, isDatabaseClock, noticeMs } from './operations/database-clock.ts'
import type { Gateway, GatewaySettings } from './operations/gateway.ts'
import { Patience } from './operations/patience.ts'
import { RunningWork } from './operations/running-work.ts'
import { startClock } from './operations/start-clock.ts'
import { WatchedClock } from './operations/watched-clock.ts'
import { createPaymentPage, issuerUrls } from './payment-page/routes.ts'
import type { PlainHandler } from './plain-http.ts'
import { checkPlace } from './platform/database-place.ts'
import { alphanumeric, ulid } from './platform/ids.ts'
import type { PostgresSettings } from './platform/postgres/driver-options.ts'
import type { Acquirer, Clock, Log, Random, Storage } from './ports.ts'
import { RequestContext, type RequestEnv } from './request-context.ts'
import { sandboxEndpoints } from './sandbox-control/endpoints.ts'
import { openStorage } from './storage/open.ts'
import { openThrottles } from './throttles/open-throttles.ts'
import type { ThrottleSettings, Throttles } from './throttles/throttles.ts'
import type { RetentionMs } from './worker/retention.ts'
import { runWorker } from './worker/run.ts'

export type AppOptions = Readonly<{
  /** The sandbox start: it accepts the documented key, and responds only under its own host names. */
  isSandbox: boolean
  databaseUrl: string
  /** As {@link openStorage} takes them, as the next one is. */
  postgres?: PostgresSettings
  createDatabase: InstallationKind | null
  /** The sandbox acquirer's own database. */
  sandboxDatabase: BookPlace
  sandboxRefundMs: number
  sandboxFaults: SandboxFaults
  apiUrl: string
  payUrl: string
  rateLimitPerMinute: number
  storedBytesPerDay: BytesPerDay
  retentionMs: RetentionMs
  throttles: ThrottleSettings
  /** See {@link openThrottles}. */
  nodeSecret?: string | null
  rules: Rules
  settings: GatewaySettings
  resultPage: ResultPage
  declineDetail: DeclineDetail
  /** Of live payments. */
  coBadged: CoBadged
  defaultLocale: Language
  /** How long a submitted form may wait for the acquirer before its browser is sent to the waiting page. */
  holdSubmitMs: number
  liveAcquirer: Acquirer | null
  privacyText: string | null
  accessibilityText: string | null
  /** The machine's. */
  clock: Clock
  /** The time is the database's, where it has a clock that all nodes share. */
  followsDatabase?: boolean
  /** See {@link startClock}. */
  bootId: string | null
  random: Random
  log: Log
  /** Null: nothing is measured. */
  metrics?: Pick<Metrics, 'storage' | 'storageObserver' | 'acquirer'> | null
  onChange?: Gateway['onChange']
  /** What is used in place of the storage that was opened, for whoever must see its calls. */
  wrapStorage?: (opened: Storage) => Storage
}>

export type App = Readonly<{
  /** A request made inside the process needs no environment. */
  fetch(request: Request, env?: RequestEnv['Bindings']): Response | Promise<Response>
  /** For the server: what needs no router. */
  direct: PlainHandler
  /** A new request ID. */
  requestId(): string
  /** The pattern of the route that a path belongs to, such as `/hpp/:id`; null for a path that no module knows. */
  routeOf(method: string, path: string): string | null
  routes: readonly Readonly<{ method: string; path: string }>[]
  gateway: Gateway
  /** Opens its book where that is not open yet. */
  readonly sandbox: Sandbox
  storage: Storage
  /** Runs until the signal fires. */
  work(intervalMs: number, signal: AbortSignal): Promise<void>
  /** After this, `/readyz` says no. */
  stopAccepting(): void
  close(): Promise<void>
}>

const requestIdLength = 24
const workerBatch = 50

export async function createApp(options: AppOptions): Promise<App> {
  const { random, log, payUrl, metrics = null } = options
  const mayCreate = options.createDatabase !== null
  // Before anything is created: where one of the two cannot be, the other one must not be left behind.
  const { sandboxDatabase: place, liveAcquirer } = options
  if (options.isSandbox && typeof place === 'string') checkPlace(bookPlace(place, mayCreate))
  const { wrapStorage = (opened: Storage) => opened } = options
  const opened = await openStorage(options.databaseUrl, {
    ...{ log, clock: options.clock, random },
    create: options.createDatabase,
    ...(options.postgres && { postgres: options.postgres }),
    isChecked: true,
    observer: metrics?.storageObserver,
  })
  const acquirerName = (mode: Mode) => (mode === 'test' ? 'sandbox' : (liveAcquirer?.name ?? 'none'))
  const storage = wrapStorage(metrics?.storage(opened, acquirerName) ?? opened)
  const clock =
    options.followsDatabase === true
      ? await followDatabase(options.clock, storage.shared, log)
      : options.clock
  const isShared = isDatabaseClock(clock)
  const following = new AbortController()
  if (isShared) void clock.follow(following.signal)
  const sandbox = sandboxOnDemand({
    place,
    mayCreate,
    log,
    clock,
    random,
    bankUrl: payUrl,
    refundDelayMs: options.sandboxRefundMs,
    faults: options.sandboxFaults,
  })
  const linkKey = Buffer.from(await storage.installationSecret('links'), 'hex')
  const gateway: Gateway = {
    installationId: (await storage.installation()).id,
    storage,
    acquirers: acquirersOf(sandbox, options),
    clock,
    time: new WatchedClock(clock, log, isShared ? noticeMs : 0),
    random,
    log,
    ...(options.onChange && { onChange: options.onChange }),
    rules: options.rules,
    running: new RunningWork(),
    patience: { test: new Patience(), live: new Patience() },
    settings: options.settings,
    issuerUrls: (payment, number) => issuerUrls(payUrl, linkKey, payment, number),
    newRefundId: () => ulid(clock.nowMs(), random.bytes(10)),
  }
  await startClock({ time: gateway.time, storage, log, bootId: options.bootId, isShared })
  const { throttles, share } = await openThrottles(options, gateway)
  void share(following.signal)
  const health = createHealth(storage)
  const requestId = (): string => `req_${alphanumeric(random.bytes(requestIdLength))}`
  const parts = { gateway, throttles, health, requestId, linkKey, sandboxPages: sandbox.pages }
  const { app, fetch, direct } = routes(options, parts)
  return {
    fetch: (request, env = { context: new RequestContext(requestId()) }) => fetch(request, env),
    direct,
    requestId,
    routeOf: (method, path) => routeOf(app, method, path),
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    gateway,
    get sandbox() {
      return sandbox.open()
    },
    storage,
    work: (intervalMs, signal) =>
      runWorker(
        gateway,
        { batchLimit: workerBatch, idempotencyLifeMs, intervalMs, retentionMs: options.retentionMs },
        signal,
      ),
    stopAccepting: health.stopAccepting,
    close: async () => {
      health.stopAccepting()
      await gateway.running.drained()
      following.abort()
      await storage.close()
      await sandbox.close()
    },
  }
}

/** What ends in a star is middleware, or what catches the rest. */
function routeOf({ router }: Hono<RequestEnv>, method: string, path: string): string | null {
  const patterns = router.match(method, path)[0].map(([[, route]]) => route.path)
  const rest = patterns.findLast((pattern) => pattern !== '/*')
  return patterns.find((pattern) => !pattern.endsWith('*')) ?? rest ?? null
}

/** Without its database, the sandbox is not an acquirer: no test payment begins that could not end. */
function acquirersOf(
  sandbox: SandboxOnDemand,
  { liveAcquirer, log, metrics }: AppOptions,
): Gateway['acquirers'] {
  const measured = (acquirer: Acquirer): Acquirer => metrics?.acquirer(acquirer) ?? acquirer
  return {
    get test() {
      try {
        return measured(sandbox.open().acquirer)
      } catch (error) {
        const cause = error instanceof Error ? error.message : 'fault'
        log.error({ cause }, "the sandbox acquirer's database cannot be opened")
        return null
      }
    },
    live: liveAcquirer === null ? null : measured(liveAcquirer),
  }
}

type Parts = Readonly<{
  gateway: Gateway
  throttles: Throttles
  health: Health
  requestId: () => string
  linkKey: Buffer
  sandboxPages: Hono
}>

function routes(options: AppOptions, parts: Parts) {
  const { apiUrl, payUrl, isSandbox } = options
  const { gateway, throttles, health, requestId, linkKey, sandboxPages } = parts
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
  app.route('/', createApi(api))
  if (isSandbox) {
    const visit = (request: Request) => app.fetch(request, { context: new RequestContext(requestId()) })
    app.route('/', createApi(api, sandboxEndpoints(visit), '/sandbox/v1'))
  }
  app.route(
    '/',
    createPaymentPage({
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
    }),
  )
  app.route('/', sandboxPages)
  app.route('/', health.routes)
  app.route('/', createDocs({ apiUrl, isSandbox }))
  app.notFound((c) => unknownPath(api.docsUrl, c.env.context.id))
  app.onError((fault, c) => uncaughtFault(options.log, fault, api.docsUrl, c.env.context.id))
  const refuseHost = isSandbox ? ownHostsOnly([apiUrl, payUrl]) : () => null
  const fetch = (request: Request, env: RequestEnv['Bindings']): Response | Promise<Response> => {
    const refusal = refuseHost(hostsOf(request))
    return refusal === null
      ? app.fetch(request, env)
      : toFetch(errorResponse(refusal, env.context.id, api.docsUrl))
  }
  return { app, fetch, direct: directWay(api, endpoints, refuseHost) }
}
