/**
 * Which storage engines a run of the tests uses. All tests run on SQLite, and those that are about no engine in
 * particular run again on PostgreSQL: a sample of them, or all with `STORAGES=sqlite,postgres`.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, engines } from '../../verification/app/gateway-database.ts'
import { Prng } from '../../verification/seeded-random.ts'
import { slowFiles } from './slow-files.ts'

const root = join(import.meta.dirname, '../..')

export type Files = Readonly<{ gateway: readonly string[]; browser: readonly string[] }>

const stories = ['test/stories/**/*.test.ts']
const others = [
  'test/{api,operations,sandbox-control}/**/*.test.ts',
  'test/throttles/{card-testing,strangers}.test.ts',
  'test/payment-page/{challenges,every-state,further-cards,old-forms,result-page,routes,state-table,time-limit}.test.ts',
  'test/security/every-route.test.ts',
  'test/webhooks/{callbacks,deliveries,targets-everywhere}.test.ts',
  'test/cli/secrets.test.ts',
]
/** What is about no engine in particular. */
const onAnyStorage: Files = {
  gateway: [...stories, ...others],
  browser: ['test/browser/**/*.test.ts'],
}
/** What is about PostgreSQL only. */
const aboutPostgres = ['test/{faults,postgres}/**/*.test.ts', 'test/**/postgres/**/*.test.ts']

const alwaysSampled = 'test/api/model.test.ts'
const sizes = { stories: 2, others: 2, browser: 1 }

export type TestPlan = Readonly<{
  /** The tests as they are without this plan, on SQLite. */
  usual: boolean
  /** Left out of them. */
  without: readonly string[]
  onPostgres: Files
  /** Null where nothing is a sample. */
  seed: number | null
}>

type Environment = Readonly<Record<string, string | undefined>>

/** A mistake in the environment ends the process with a sentence. */
export function planTests(environment: Environment): TestPlan {
  try {
    return planOf(environment)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

export function planOf({ STORAGES, STORAGES_SEED }: Environment): TestPlan {
  const storages = readStorages(STORAGES)
  if (storages === null) {
    const seed = readSeed(STORAGES_SEED)
    return { usual: true, without: [], onPostgres: sample(seed), seed }
  }
  const [isSqlite, isPostgres] = [storages.includes('sqlite'), storages.includes('postgres')]
  const { gateway, browser } = onAnyStorage
  // Where SQLite is not named, what is about PostgreSQL only has no other place to run.
  const own = isSqlite ? [] : aboutPostgres
  return {
    usual: isSqlite,
    without: isPostgres ? [] : aboutPostgres,
    onPostgres: isPostgres ? { gateway: [...gateway, ...own], browser } : { gateway: [], browser: [] },
    seed: null,
  }
}

/** Null asks for the usual: everything on SQLite, and a sample on PostgreSQL. */
function readStorages(value: string | undefined): readonly Engine[] | null {
  if (value === undefined || value === '') return null
  const names = value.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isEngine(name))
  if (unknown !== undefined)
    throw new Error(
      `STORAGES names "${unknown}", which is not an engine. Use "sqlite", "postgres", or "sqlite,postgres".`,
    )
  return names.filter(isEngine)
}

function readSeed(value: string | undefined): number {
  if (value === undefined || value === '') return Math.floor(Math.random() * 2 ** 31)
  if (!/^\d{1,10}$/.test(value)) throw new Error('STORAGES_SEED is not a whole number of at most ten digits.')
  return Number(value)
}

/** The same seed samples the same files, as long as there are the same files. None of them is slow. */
function sample(seed: number): Files {
  const prng = new Prng(seed)
  const some = (patterns: readonly string[], count: number): readonly string[] => {
    const files = globSync([...patterns], { cwd: root, exclude: [...slowFiles, alwaysSampled] }).toSorted()
    return Array.from({ length: count }, () => files.splice(prng.between(0, files.length - 1), 1)).flat()
  }
  return {
    gateway: [alwaysSampled, ...some(stories, sizes.stories), ...some(others, sizes.others)],
    browser: some(onAnyStorage.browser, sizes.browser),
  }
}

function isEngine(name: string): name is Engine {
  return engines.some((engine) => engine === name)
}
