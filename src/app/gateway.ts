/** Puts together what every operation works with. */
import type { SandboxOnDemand } from '../acquirers/sandbox/on-demand.ts'
import { eventPresenter } from '../api/present-event.ts'
import { KnownAccounts } from '../operations/acquirer/known-accounts.ts'
import { Patiences } from '../operations/acquirer/patience.ts'
import { isDatabaseClock, noticeMs } from '../operations/clock/database-clock.ts'
import { WatchedClock } from '../operations/clock/watched-clock.ts'
import type { Gateway } from '../operations/gateway.ts'
import { Returns } from '../operations/returns.ts'
import { RunningWork } from '../operations/running-work.ts'
import { EventListeners } from '../operations/webhooks/event-listeners.ts'
import { issuerUrls } from '../payment-page/routes.ts'
import { ulid } from '../platform/ids.ts'
import type { Storage } from '../ports/storage.ts'
import type { Clock } from '../ports/system.ts'
import { acquirersOf } from './acquirers.ts'
import type { AppOptions } from './options.ts'
import { createWebhooks, secretsOf } from './webhooks.ts'

type Parts = Readonly<{
  storage: Storage
  clock: Clock
  sandbox: SandboxOnDemand
  /** Signs the links that issuers send customers back by. */
  linkKey: Buffer
}>

export async function createGateway(
  options: AppOptions,
  { storage, clock, sandbox, linkKey }: Parts,
): Promise<Gateway> {
  const { random, log, payUrl } = options
  return {
    installationId: (await storage.installation()).id,
    storage,
    acquirers: acquirersOf(sandbox, options),
    clock,
    time: new WatchedClock(clock, log, isDatabaseClock(clock) ? noticeMs : 0),
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
}
