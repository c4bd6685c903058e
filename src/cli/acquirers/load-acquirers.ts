/** Loads the acquirers that the settings name. What is not configured is not loaded, so it costs no time at start. */
import type { AcquirerSource } from '../../config/acquirer-names.ts'
import { acquirerSettings } from '../../config/acquirer-settings.ts'
import type { Config } from '../../config/read-config.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'
import type { Log } from '../../ports/system.ts'
import { builtIn } from './built-in.ts'
import { loadModule } from './load-module.ts'
import { Unfit } from './unfit.ts'

/** Of each mode, the default first. */
export type Acquirers = Readonly<Record<Mode, readonly Acquirer[]>>
/** They write to the log, which is opened after the settings have been read. */
export type OpenAcquirers = (log: Log) => Acquirers

type Open = (log: Log) => Acquirer

export async function loadAcquirers(config: Config, mistakes: string[]): Promise<OpenAcquirers> {
  const live = await loadList('live', config.liveAcquirers, config, mistakes)
  const test = await loadList('test', config.testAcquirers, config, mistakes)
  return (log) => ({ live: live.map((open) => open(log)), test: test.map((open) => open(log)) })
}

/** As payments and merchants name them. Rejects with {@link Unfit} where a module cannot be loaded. */
export async function acquirerNames(
  { liveAcquirers, testAcquirers }: Pick<Config, 'liveAcquirers' | 'testAcquirers'>,
  mode: Mode,
): Promise<readonly string[]> {
  const sources = mode === 'live' ? liveAcquirers : testAcquirers
  return Promise.all(
    sources.map(async (source) =>
      source.kind === 'built_in' ? source.name : (await loadModule(source.path, mode)).name,
    ),
  )
}

async function loadList(
  mode: Mode,
  sources: readonly AcquirerSource[],
  config: Config,
  mistakes: string[],
): Promise<readonly Open[]> {
  const setting = mode === 'live' ? acquirerSettings.liveAcquirers : acquirerSettings.testAcquirers
  const loaded = new Map<string, Open>()
  for (const source of sources) {
    try {
      const one = await load(source, mode, config)
      if (one === null) continue
      if (loaded.has(one.name)) throw new Unfit('must not name two acquirers that have the same name')
      loaded.set(one.name, one.open)
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      mistakes.push(...error.problems.map((problem) => `${setting.name} ${problem}`))
    }
  }
  return [...loaded.values()]
}

type Loaded = Readonly<{ name: string; open: Open }>

/** Null where a credential is missing, which has been reported already. */
async function load(source: AcquirerSource, mode: Mode, config: Config): Promise<Loaded | null> {
  if (source.kind === 'module') {
    const acquirer = await loadModule(source.path, mode)
    return { name: acquirer.name, open: () => acquirer }
  }
  const open = await builtIn[source.name](config, mode)
  return open && { name: source.name, open }
}
