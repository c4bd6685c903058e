/** The composition root: the only place where the parts meet. Starts nothing that listens; the command does. */
import type { Sandbox } from '../acquirers/sandbox/sandbox-acquirer.ts'
import { createHealth } from '../api/health.ts'
import { servedParts } from '../config/served-parts.ts'
import { idempotencyLifeMs } from '../core/idempotency-record.ts'
import { followDatabase, isDatabaseClock } from '../operations/clock/database-clock.ts'
import { startClock } from '../operations/clock/start-clock.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { PlainHandler } from '../plain-http.ts'
import { alphanumeric } from '../platform/ids.ts'
import type { Storage } from '../ports/storage.ts'
import type { Clock } from '../ports/system.ts'
import { RequestContext, type RequestEnv } from '../request-context.ts'
import { openThrottles } from '../throttles/open-throttles.ts'
import { runWorker } from '../worker/run.ts'
import { runWebhooks } from '../worker/run-webhooks.ts'
import { createGateway } from './gateway.ts'
import type { AppOptions } from './options.ts'
import { createRoutes, routeOf } from './routes.ts'
import { openAppStorage, sandboxOf } from './storage.ts'

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
  const { random, log, serves = servedParts } = options
  const storage = await openAppStorage(options)
  const following = new AbortController()
  const clock = await openClock(options, storage, following.signal)
  const sandbox = sandboxOf(options, clock)
  const linkKey = Buffer.from(await storage.installationSecret('links'), 'hex')
  const gateway = await createGateway(options, { storage, clock, sandbox, linkKey })
  const { time } = gateway
  await startClock({ time, storage, log, bootId: options.bootId, isShared: isDatabaseClock(clock) })
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
    work: (intervalMs, signal) => work(gateway, options, intervalMs, signal),
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

/** The machine's clock, or the database's, which is followed until the signal fires. */
async function openClock(
  { clock, followsDatabase = false, log }: AppOptions,
  { shared }: Storage,
  signal: AbortSignal,
): Promise<Clock> {
  if (!followsDatabase) return clock
  const followed = await followDatabase(clock, shared, log)
  if (isDatabaseClock(followed)) void followed.follow(signal)
  return followed
}

async function work(
  gateway: Gateway,
  { retentionMs, eventLifeMs, serves = servedParts }: AppOptions,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const times = { idempotencyLifeMs, intervalMs, retentionMs, eventLifeMs }
  await Promise.all([
    serves.includes('worker') && runWorker(gateway, { batchLimit: workerBatch, ...times }, signal),
    serves.includes('webhooks') && runWebhooks(gateway, intervalMs, signal),
  ])
}
