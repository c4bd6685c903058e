/** Opens the gateway as a start does, without serving anything, and asks what a start asks. */
import type { App } from '../../app/app.ts'
import type { Config } from '../../config/read-config.ts'
import { databaseName } from '../../platform/database-url.ts'
import { checkCredentials } from '../acquirers/check-credentials.ts'
import type { Context } from '../command.ts'
import { productionTimes } from '../production-times.ts'
import { requireDatabase } from '../require-database.ts'
import { requireEncryptionKey } from '../require-encryption-key.ts'
import { openApp } from '../run-gateway.ts'
import { warnAtStart, warningsOfLimits } from '../start-warnings.ts'
import { attempt } from './attempt.ts'
import { examineAccounts } from './examine-accounts.ts'
import { examineDisk } from './examine-disk.ts'
import { examineEndpoints } from './examine-endpoints.ts'
import { examineOrigins } from './examine-origins.ts'
import type { Findings } from './findings.ts'

export async function examineGateway(
  context: Context,
  isSandbox: boolean,
  findings: Findings,
): Promise<void> {
  const { config, environment } = context
  // Those that are missing are a problem already.
  const origins = [
    ...(isSandbox || environment.API_URL ? [config.apiUrl] : []),
    ...(isSandbox || environment.PAY_URL ? [config.payUrl] : []),
  ]
  await examineOrigins(origins, findings)
  const app = await open(context, isSandbox, findings)
  if (app === null) return
  const { storage, gateway } = app
  try {
    await attempt(findings, null, () => examineKind(app, isSandbox, config, findings))
    if (!isSandbox)
      await attempt(findings, 'Every merchant with a live key can take payments.', () =>
        warnAtStart({ storage, gateway: { ...gateway, log: findings.log() } }, config),
      )
    if (!isSandbox) await attempt(findings, null, () => examineAccounts(app, config, findings))
    await attempt(findings, 'ENCRYPTION_KEY decrypts the secrets of all webhook endpoints.', () =>
      requireEncryptionKey(app),
    )
    await attempt(findings, 'No payment is waiting for a worker, and no event is waiting to be sent.', () =>
      examineBacklog(app, findings),
    )
    await attempt(findings, null, () => examineEndpoints(app, findings))
    await examineDisk(config.databaseUrl, findings)
  } finally {
    await app.close()
  }
}

/** Null if it cannot be opened. */
async function open(context: Context, isSandbox: boolean, findings: Findings): Promise<App | null> {
  const { config, openAcquirers } = context
  const log = findings.log()
  const acquirers = openAcquirers(log)
  for (const [fields, message] of warningsOfLimits(config)) log.warn(fields, message)
  const hasAcquirers = acquirers.live.length + acquirers.test.length > 0
  await attempt(findings, hasAcquirers ? 'The acquirers accept the credentials.' : null, () =>
    checkCredentials(acquirers, log),
  )
  const name = databaseName(config.databaseUrl)
  return attempt(findings, `${name} can be opened, and the clock agrees with it.`, async () => {
    await requireDatabase(context)
    return openApp(config, { ...productionTimes, isSandbox, createDatabase: null }, acquirers, log)
  })
}

/** `serve` and `dev` refuse each other's databases. */
async function examineKind(
  { storage }: App,
  isSandbox: boolean,
  { databaseUrl }: Config,
  findings: Findings,
): Promise<void> {
  const { kind } = await storage.installation()
  const needed = isSandbox ? 'sandbox' : 'production'
  if (kind === needed) return
  const name = databaseName(databaseUrl)
  findings.problem(
    isSandbox
      ? `${name} is not the database of a sandbox: leave out --sandbox.`
      : `${name} is the database of a sandbox, which "flowlix serve" refuses: use --sandbox, or set DATABASE_URL.`,
  )
}

const lateMs = 60_000

/** If something has been due for this long, no process is serving it. */
async function examineBacklog({ storage, gateway }: App, findings: Findings): Promise<void> {
  const nowMs = gateway.clock.nowMs()
  const [payments, deliveries] = [await storage.backlog(nowMs), await storage.deliveryBacklog(nowMs)]
  const late = (dueMs: number | null): number | null =>
    dueMs !== null && nowMs - dueMs > lateMs ? Math.round((nowMs - dueMs) / 1_000) : null
  const [paymentsS, deliveriesS] = [late(payments.oldestDueMs), late(deliveries.oldestDueMs)]
  if (paymentsS !== null)
    findings.warning(`A payment has waited for a worker for ${paymentsS} s: is the gateway running?`)
  if (deliveriesS !== null)
    findings.warning(`An event has waited to be sent for ${deliveriesS} s: does a process serve webhooks?`)
}
