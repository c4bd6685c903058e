/** The process's entry: one command, its exit status, and a plain sentence where something is wrong. */
import { dev, unsafeForSandbox } from './cli/dev.ts'
import { explain } from './cli/explain.ts'
import { keys } from './cli/keys.ts'
import { merchants } from './cli/merchants.ts'
import { readSettings, type Settings } from './cli/read-settings.ts'
import { reconcile } from './cli/reconcile.ts'
import { openApp, openLog } from './cli/run-gateway.ts'
import { productionTimes, serve, unsafeForProduction } from './cli/serve.ts'
import { UsageError, usage } from './cli/usage.ts'
import type { CommandName } from './config/command-names.ts'
import { type Config, ConfigRefused } from './config/read-config.ts'
import { mask } from './core/mask.ts'
import { DatabaseRefused } from './platform/database-refused.ts'
import { type InstallationKind, type Storage, StorageUnavailable } from './ports.ts'
import { openStorage } from './storage/open.ts'

type Command = Readonly<{
  run(settings: Settings, args: readonly string[]): Promise<void>
  /** What else must not be set so for this command. */
  unsafe?: (config: Config) => readonly string[]
}>

const commands: Readonly<Partial<Record<CommandName, Command>>> = {
  dev: { run: (settings, args) => withoutArguments(args, () => dev(settings)), unsafe: unsafeForSandbox },
  serve: {
    run: (settings, args) => withoutArguments(args, () => serve(settings)),
    unsafe: (config) => unsafeForProduction(config, process.env),
  },
  merchants: {
    run: ({ config }, args) =>
      withStorage(config, (storage) => merchants(storage, args), args[0] === 'create' ? 'production' : null),
  },
  keys: { run: ({ config }, args) => withStorage(config, (storage) => keys(storage, args)) },
  explain: { run: ({ config }, args) => withStorage(config, (storage) => explain(storage, args)) },
  reconcile: { run: runReconcile },
}

function withoutArguments(args: readonly string[], run: () => Promise<void>): Promise<void> {
  if (args.length > 0) throw new UsageError(`settings come from the environment\n\n${usage}`)
  return run()
}

async function withStorage(
  config: Config,
  run: (storage: Storage) => Promise<string>,
  create: InstallationKind | null = null,
): Promise<void> {
  const storage = await openStorage(config.databaseUrl, {
    log: openLog({ ...config, logLevel: 'error' }),
    create,
  })
  try {
    process.stdout.write(`${await run(storage)}\n`)
  } finally {
    await storage.close()
  }
}

async function runReconcile({ config, liveAcquirer }: Settings, args: readonly string[]): Promise<void> {
  const log = openLog({ ...config, logLevel: 'error' })
  const app = await openApp(
    config,
    { ...productionTimes(liveAcquirer), isSandbox: false, createDatabase: null },
    log,
  )
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
  if (name === 'help' || name === '--help') return void process.stdout.write(usage)
  const known = Object.hasOwn(commands, name ?? '') ? (name as CommandName) : undefined
  const command = known === undefined ? undefined : commands[known]
  if (known === undefined || command === undefined)
    throw new UsageError(name === undefined ? usage : `there is no command ${name}\n\n${usage}`)
  await command.run(await readSettings(process.env, known, command.unsafe), rest)
}

/** What the operator can put right is told in a sentence; anything else is a fault, and its place helps to find it. */
function tell(error: unknown): string {
  if (!(error instanceof Error)) return 'fault'
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${usage}`
  const isPlain =
    error instanceof UsageError ||
    error instanceof ConfigRefused ||
    error instanceof StorageUnavailable ||
    error instanceof DatabaseRefused ||
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOENT', 'ENOTFOUND'].includes(code)
  return isPlain ? error.message : (error.stack ?? error.name)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`flowlix: ${mask(tell(error))}\n`)
  process.exitCode = 1
}
