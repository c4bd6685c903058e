/** The data that a command works on. */
import type { App } from '../app/app.ts'
import { postgresSettings } from '../config/database-settings.ts'
import { sandboxRules } from '../core/payment/rules.ts'
import type { Gateway } from '../operations/gateway.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'
import type { Storage } from '../ports/storage.ts'
import { openStorage } from '../storage/open.ts'
import type { Context } from './command.ts'
import { productionTimes } from './production-times.ts'
import { requireDatabase } from './require-database.ts'
import { openApp } from './run-gateway.ts'

export async function withStorage<T>(context: Context, run: (storage: Storage) => Promise<T>): Promise<T> {
  await requireDatabase(context)
  const storage = await openStorage(context.config.databaseUrl, {
    log: context.terminal.log,
    clock: systemClock,
    random: systemRandom,
    create: null,
    postgres: postgresSettings(context.config),
  })
  try {
    return await run(storage)
  } finally {
    await storage.close()
  }
}

/** For what asks an acquirer; work that was begun is finished before the process ends. */
export async function withGateway<T>(
  context: Context,
  run: (gateway: Gateway, app: App) => Promise<T>,
): Promise<T> {
  await requireDatabase(context)
  const profile = { ...productionTimes, isSandbox: false, createDatabase: null }
  const { log } = context.terminal
  const app = await openApp(context.config, profile, context.openAcquirers(log), log)
  try {
    const { kind } = await app.storage.installation()
    const { gateway } = app
    return await run(kind === 'sandbox' ? { ...gateway, rules: sandboxRules } : gateway, app)
  } finally {
    await app.close()
  }
}
