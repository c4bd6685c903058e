/** The process's entry: one command, its exit status, and a plain sentence where something is wrong. */
import { dev } from './cli/dev.ts'
import { explain } from './cli/explain.ts'
import { keys } from './cli/keys.ts'
import { merchants } from './cli/merchants.ts'
import { reconcile } from './cli/reconcile.ts'
import { openApp, openLog } from './cli/run-gateway.ts'
import { loadAcquirer, productionTimes, serve } from './cli/serve.ts'
import { UsageError, usage } from './cli/usage.ts'
import { type Config, ConfigRefused, readConfig } from './config.ts'
import { mask } from './core/mask.ts'
import type { Storage } from './ports.ts'
import { openStorage } from './storage/open.ts'

const commands: Readonly<Record<string, (config: Config, args: readonly string[]) => Promise<void>>> = {
  dev: (config) => dev(config),
  serve: (config) => serve(config, process.env),
  merchants: (config, args) => withStorage(config, (storage) => merchants(storage, args)),
  keys: (config, args) => withStorage(config, (storage) => keys(storage, args)),
  explain: (config, args) => withStorage(config, (storage) => explain(storage, args)),
  reconcile: runReconcile,
}

async function withStorage(config: Config, run: (storage: Storage) => Promise<string>): Promise<void> {
  const storage = await openStorage(config.databaseUrl, { log: openLog({ ...config, logLevel: 'error' }) })
  try {
    process.stdout.write(`${await run(storage)}\n`)
  } finally {
    await storage.close()
  }
}

async function runReconcile(config: Config, args: readonly string[]): Promise<void> {
  const liveAcquirer = config.liveAcquirer === null ? null : await loadAcquirer(config.liveAcquirer)
  const log = openLog({ ...config, logLevel: 'error' })
  const app = await openApp(config, productionTimes(liveAcquirer), log)
  try {
    const report = await reconcile(app.gateway, args)
    process.stdout.write(`${report.text}\n`)
    process.exitCode = report.exitCode
  } finally {
    await app.close()
  }
}

async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args
  const command = commands[name ?? '']
  if (command === undefined)
    throw new UsageError(name === undefined ? usage : `there is no command ${name}\n\n${usage}`)
  await command(readConfig(process.env), rest)
}

function isOperatorsMistake(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  return (
    error instanceof UsageError ||
    error instanceof ConfigRefused ||
    code.startsWith('ERR_PARSE_ARGS') ||
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOENT'].includes(code)
  )
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const text = isOperatorsMistake(error)
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.name)
      : 'fault'
  process.stderr.write(`flowlix: ${mask(text)}\n`)
  process.exitCode = 1
}
