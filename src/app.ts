/** The composition root: the only place where the parts meet. Starts nothing that listens; `main.ts` does. */
import { sandboxOnDemand } from './acquirers/sandbox/on-demand.ts'
import type { Sandbox } from './acquirers/sandbox/sandbox-acquirer.ts'
import { bookPlace } from './acquirers/sandbox/sqlite/open-book.ts'
import { createHealth } from './api/health.ts'
import { eventPresenter } from './api/present-event.ts'
import { acquirersOf } from './app-acquirers.ts'
import type { AppOptions } from './app-options.ts'
import { createRoutes, routeOf } from './app-routes.ts'
import { createWebhooks, secretsOf } from './app-webhooks.ts'
import { servedParts } from './config/served-parts.ts'
import { sandboxName } from './core/card/test-cards.ts'
import { idempotencyLifeMs } from './core/idempotency-record.ts'
import type { Mode } from './core/payment/payment.ts'
import { KnownAccounts } from './operations/acquirer/known-accounts.ts'
import { Patiences } from './operations/acquirer/patience.ts'
import { followDatabase, isDatabaseClock, noticeMs } from './operations/clock/database-clock.ts'
import { startClock } from './operations/clock/start-clock.ts'
import { WatchedClock } from './operations/clock/watched-clock.ts'
import type { Gateway } from './operations/gateway.ts'
import { Returns } from './operations/returns.ts'
import { RunningWork } from './operations/running-work.ts'
import { EventListeners } from './operations/webhooks/event-listeners.ts'
import { issuerUrls } from './payment-page/routes.ts'
import type { PlainHandler } from './plain-http.ts'
import { checkPlace } from './platform/database-place.ts'
import { alphanumeric, ulid } from './platform/ids.ts'
import type { Storage } from './ports/storage.ts'
import { RequestContext, type RequestEnv } from './request-context.ts'
import { openStorage } from './storage/open.ts'
import { openThrottles } from './throttles/open-throttles.ts'
import { runWorker } from './worker/run.ts'
import { runWebhooks } from './worker/run-webhooks.ts'

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
  const { random, log, payUrl, metrics = null, serves = servedParts } = options
  const mayCreate = options.createDatabase !== null
  // Before anything is created: where one of the two cannot be, the other one must not be left behind.
  const { sandboxDatabase: place, liveAcquirers, testAcquirers } = options
  if (options.isSandbox && typeof place === 'string') checkPlace(bookPlace(place, mayCreate))
  const { wrapStorage = (opened: Storage) => opened } = options
  const opened = await openStorage(options.databaseUrl, {
    ...{ log, clock: options.clock, random },
    create: options.createDatabase,
    ...(options.postgres && { postgres: options.postgres }),
    isChecked: true,
    observer: metrics?.storageObserver,
  })
  const acquirerName = (mode: Mode) =>
    mode === 'test' ? (testAcquirers[0]?.name ?? sandboxName) : (liveAcquirers[0]?.name ?? 'none')
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
    ...(options.onAttempt && { onAttempt: options.onAttempt }),
    rules: options.rules,
    running: new RunningWork(),
    patience: new Patiences(),
    returns: new Returns(() => clock.monotonicMs()),
    accounts: new KnownAccounts(),
    settings: options.settings,
    issuerUrls: (payment, number) => issuerUrls(payUrl, linkKey, payment, number),
    newUlid: (atMs) => ulid(atMs, random.bytes(10)),
    publicEventsOf: eventPresenter(payUrl, random),
    eventListeners: new EventListeners(),
    webhooks: createWebhooks(options),
    secrets: await secretsOf(options, storage),
  }
  await startClock({ time: gateway.time, storage, log, bootId: options.bootId, isShared })
  const { throttles, share } = await openThrottles(options, gateway)
  void share(following.signal)
  const health = createHealth(storage)
  const requestId = (): string => `req_${alphanumeric(random.bytes(requestIdLength))}`
  const parts = { serves, gateway, throttles, health, requestId, linkKey, sandboxPages: sandbox.pages }
  const { app, fetch, direct } = createRoutes(options, parts)
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
    work: async (intervalMs, signal) => {
      const { retentionMs, eventLifeMs } = options
      const times = { idempotencyLifeMs, intervalMs, retentionMs, eventLifeMs }
      await Promise.all([
        serves.includes('worker') && runWorker(gateway, { batchLimit: workerBatch, ...times }, signal),
        serves.includes('webhooks') && runWebhooks(gateway, intervalMs, signal),
      ])
    },
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
