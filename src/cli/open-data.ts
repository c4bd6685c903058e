/** The data that a command works on. */
import type { App } from '../app.ts'
import { postgresSettings } from '../config/database-settings.ts'
import { sandboxRules } from '../core/payment/rules.ts'
import type { Gateway } from '../operations/gateway.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'
import type { Storage } from '../ports.ts'
import { openStorage } from '../storage/open.ts'
import type { Context } from './command.ts'
import { requireDatabase } from './require-database.ts'
import { openApp } from './run-gateway.ts'
import { productionTimes } from './serve.ts'

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
  const profile = { ...productionTimes(context.liveAcquirer), isSandbox: false, createDatabase: null }
  const app = await openApp(context.config, profile, context.terminal.log)
  try {
    const { kind } = await app.storage.installation()
    const { gateway } = app
    return await run(kind === 'sandbox' ? { ...gateway, rules: sandboxRules } : gateway, app)
  } finally {
    await app.close()
  }
}
