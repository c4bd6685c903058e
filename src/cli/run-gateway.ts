/** Runs the gateway as a process: opens, listens, works, and stops cleanly on request. */

import type { BookPlace } from '../acquirers/sandbox/open-book.ts'
import { fault } from '../api/error-response.ts'
import { version } from '../api-docs/openapi.ts'
import { type App, createApp } from '../app/app.ts'
import { postgresSettings } from '../config/database-settings.ts'
import type { Config } from '../config/read-config.ts'
import { CoBadged } from '../core/card/co-badged.ts'
import { mask } from '../core/card/mask.ts'
import type { InstallationKind } from '../core/installation.ts'
import type { Rules } from '../core/payment/rules.ts'
import { accessLog } from '../http/access-log.ts'
import { type HttpServer, listen } from '../http/server.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { readBootId } from '../platform/boot-id.ts'
import { fileOf } from '../platform/database-url.ts'
import { createLog } from '../platform/log.ts'
import { poolOptions } from '../platform/postgres/driver-options.ts'
import { isPostgresUrl } from '../platform/postgres/postgres-url.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'
import type { Log } from '../ports/system.ts'
import { securityEvent } from '../security-event.ts'
import { checkCredentials } from './acquirers/check-credentials.ts'
import type { Acquirers, OpenAcquirers } from './acquirers/load-acquirers.ts'
import { type Closes, listenForMetrics, loadMetrics, observersOf } from './gateway-metrics.ts'
import { fingerprintOf, userName } from './identity.ts'
import { logPaymentEvents } from './log-payment-events.ts'
import { logAttempts, logEvents } from './log-webhooks.ts'
import { warningsOfLimits } from './start-warnings.ts'
import { throttleSettings } from './throttle-settings.ts'
import { endOnUncaught } from './uncaught.ts'

export type Profile = Readonly<{
  isSandbox: boolean
  createDatabase: InstallationKind | null
  /** Lengthened where an acquirer needs more quiet. */
  rules: Rules
  authorizeTimeoutMs: number
  inquiryTimeoutMs: number
  openAcquirers: OpenAcquirers
  /** Before it listens: prepares what the mode needs, or throws to stop the start. */
  prepare(app: App): Promise<void>
  /** Once it listens. */
  greet(port: number): void
}>

const bytesPerMb = 1_000_000
const holdSubmitMs = 20_000

/** 0 days stand for no end. */
function days(count: number): number | null {
  return count === 0 ? null : count * 86_400_000
}

function openLog({ logLevel, logFormat }: Config, metrics: Metrics | null): Log {
  const log = createLog({ level: logLevel, format: logFormat, mask, fd: 1, onDropped: metrics?.lineDropped })
  return metrics === null ? log : metrics.log(log)
}

/** The bank of test payments is asked rarely. */
const bookConnectionsMax = 4

function bookPlaceOf(config: Config): BookPlace {
  const { sandboxDatabase: url } = config
  if (!isPostgresUrl(url)) return fileOf(url)
  const connectionsMax = Math.min(config.databaseConnections, bookConnectionsMax)
  return poolOptions(url, { ...postgresSettings(config), connectionsMax })
}

export async function openApp(
  config: Config,
  profile: Omit<Profile, 'openAcquirers' | 'prepare' | 'greet'>,
  acquirers: Acquirers,
  log: Log,
  metrics: Metrics | null = null,
): Promise<App> {
  return createApp({
    isSandbox: profile.isSandbox,
    databaseUrl: config.databaseUrl,
    postgres: postgresSettings(config),
    createDatabase: profile.createDatabase,
    sandboxDatabase: bookPlaceOf(config),
    sandboxRefundMs: config.sandboxRefundMs,
    sandboxFaults: config.sandboxFaults,
    serves: config.serves,
    apiUrl: config.apiUrl,
    payUrl: config.payUrl,
    rateLimitPerMinute: config.rateLimitPerMinute,
    storedBytesPerDay: { test: config.testStorageMb * bytesPerMb, live: config.liveStorageMb * bytesPerMb },
    eventLifeMs: config.webhookRetentionDays * 86_400_000,
    retentionMs: { test: days(config.testRetentionDays), live: days(config.liveRetentionDays) },
    webhooks: { allowedNetworks: config.webhookAllowedNetworks, proxy: config.webhookProxy },
    encryptionKeys: config.encryptionKeys,
    // Test cards are public: in production they may be declined as often as anyone tests.
    throttles: throttleSettings(config, [profile.isSandbox ? 'test' : 'live']),
    nodeSecret: config.nodeSecret,
    rules: rulesFor(profile.rules, acquirers),
    settings: {
      sessionLifeMs: config.sessionLifeSeconds * 1_000,
      attemptsMax: config.attemptsMax,
      authorizeTimeoutMs: profile.authorizeTimeoutMs,
      inquiryTimeoutMs: profile.inquiryTimeoutMs,
    },
    resultPage: config.resultPage,
    declineDetail: config.declineDetail,
    coBadged: config.coBadgedRanges ?? new CoBadged(),
    defaultLocale: config.defaultLocale,
    holdSubmitMs,
    liveAcquirers: acquirers.live,
    testAcquirers: acquirers.test,
    privacyText: config.privacyText,
    accessibilityText: config.accessibilityText,
    clock: systemClock,
    followsDatabase: true,
    bootId: readBootId(),
    random: systemRandom,
    log,
    metrics,
    // In the sandbox, a developer follows payments in the terminal; elsewhere there is `flowlix explain`.
    ...(profile.isSandbox && { onChange: logPaymentEvents(log), onAttempt: logAttempts(log) }),
  })
}

/** Not found means nothing until the slowest acquirer has had its time, and 30 s more for clocks and queues. */
function rulesFor(rules: Rules, { live, test }: Acquirers): Rules {
  const needed = [...live, ...test].map(({ capabilities }) => capabilities.quietMs + 30_000)
  return { ...rules, quietMs: Math.max(rules.quietMs, ...needed) }
}

export async function runGateway(config: Config, profile: Profile): Promise<void> {
  const metrics = await loadMetrics(config)
  const log = openLog(config, metrics)
  endOnUncaught(log)
  openNoInspector()
  const acquirers = profile.openAcquirers(log)
  // Before anything is opened: without its acquirers, a gateway is of no use.
  await checkCredentials(acquirers, log)
  const app = await openApp(config, profile, acquirers, log, metrics)
  if (profile.isSandbox) app.gateway.eventListeners.listen(logEvents(log))
  const { server, monitoring } = await startListening(app, config, profile, metrics)
  const stopping = new AbortController()
  const working = app.work(config.workerIntervalMs, stopping.signal)
  const { host } = config
  const { port } = server
  securityEvent(log, 'started', { host, port, who: userName(), version, settings: fingerprintOf(config) })
  for (const [fields, message] of warningsOfLimits(config)) log.warn(fields, message)
  profile.greet(port)
  const signal = await stopSignal(profile)
  log.info({ signal, running: app.gateway.running.size }, 'stopping')
  app.stopAccepting()
  server.endConnections()
  // A load balancer asks only now and then, and until it knows, it sends requests here.
  await systemClock.sleep(config.shutdownDelaySeconds * 1_000)
  await stopCleanly(config, log, async () => {
    stopping.abort()
    await server.stop()
    await working
    await app.close()
    await monitoring.close()
  })
}

type Listening = Readonly<{ server: HttpServer; monitoring: Closes }>

async function startListening(
  app: App,
  config: Config,
  profile: Profile,
  metrics: Metrics | null,
): Promise<Listening> {
  const opened: Closes[] = [app]
  try {
    await profile.prepare(app)
    const monitoring = await listenForMetrics(metrics, config, app)
    opened.unshift(monitoring)
    return { server: await serve(app, config, metrics), monitoring }
  } catch (error) {
    for (const one of opened) await one.close()
    throw error
  }
}

function serve(app: App, config: Config, metrics: Metrics | null): Promise<HttpServer> {
  const { port, host, apiUrl, payUrl, trustedProxies, connectionsPerAddress, keepAliveSeconds } = config
  const { log } = app.gateway
  const observe = observersOf(metrics, writesRequests(config) ? requestLog(app, config) : null, app)
  return listen(app.fetch, {
    ...{ port, host, apiUrl, payUrl, trustedProxies },
    requestId: app.requestId,
    direct: app.direct,
    fault: (error, requestId) => void fault(log, error, requestId),
    limits: { connectionsPerAddress, keepAliveMs: keepAliveSeconds * 1_000 },
    ...(observe && { observe }),
    connectionsRefused: (count) => {
      metrics?.connectionsRefused(count)
      securityEvent(log, 'throttled', { rule: 'connections', count })
    },
  })
}

/** At other levels the line would be discarded. */
function writesRequests({ accessLog, logLevel }: Config): boolean {
  return accessLog && (logLevel === 'debug' || logLevel === 'info')
}

function requestLog({ routeOf, gateway: { log } }: App, { logFormat }: Config) {
  return accessLog({ log, routeOf, showsUnknownPaths: logFormat === 'readable' })
}

/** Work that does not end in time is left to the worker of the next start: nothing is lost. */
async function stopCleanly(config: Config, log: Log, stop: () => Promise<void>): Promise<void> {
  const deadline = setTimeout(() => {
    log.warn(
      { seconds: config.shutdownSeconds },
      'shutdown timed out; unfinished payments will be resolved after restart',
    )
    process.exit(0)
  }, config.shutdownSeconds * 1_000)
  await stop()
  clearTimeout(deadline)
  securityEvent(log, 'stopped', {})
}

/** Without the flags of `bin/`, Node would open its inspector on SIGUSR1. */
function openNoInspector(): void {
  process.on('SIGUSR1', () => {})
}

/** A sandbox ends with its terminal. In production SIGHUP comes from log rotators, and means nothing. */
function stopSignal({ isSandbox }: Profile): Promise<string> {
  if (!isSandbox) process.on('SIGHUP', () => {})
  const names = ['SIGTERM', 'SIGINT', ...(isSandbox ? ['SIGHUP'] : [])]
  return new Promise((resolve) => {
    for (const name of names) process.once(name, () => resolve(name))
  })
}
