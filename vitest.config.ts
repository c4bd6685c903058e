import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'
import { type Files, planTests } from './test/support/storages.ts'

/** These are about values and files: they need nothing that is built. */
const pure = ['test/architecture.test.ts', 'test/core/**/*.test.ts', 'test/platform/**/*.test.ts']
const inBrowser = [
  'test/browser/**/*.test.ts',
  'test/docs/in-a-browser.test.ts',
  'test/example/browser-tests.test.ts',
]
/** It measures the memory of its own process. */
const alone = ['test/throttles/memory.test.ts']
const all = ['test/**/*.test.ts', 'test/**/*.test.tsx']
const setUps = ['test/support/build-gateway.ts', 'test/support/offer-postgres.ts']
const browserSetUps = [...setUps, 'test/support/unpack-chromium.ts']

const isCounted = process.argv.includes('--coverage')

/**
 * The set-up of a project runs only when one of its tests does. Its files share the modules that they import: a fresh copy for
 * each of them would take a seventh of the time of all tests.
 */
function project(
  name: string,
  include: readonly string[],
  exclude: readonly string[],
  globalSetup: readonly string[],
  env: Record<string, string> = {},
): TestProjectConfiguration {
  const files = { include: [...include], exclude: [...exclude] }
  const isolate = isCounted || include === alone
  return { extends: true, test: { name, ...files, globalSetup: [...globalSetup], env, isolate } }
}

function usual(without: readonly string[]): readonly TestProjectConfiguration[] {
  return [
    project('pure', pure, without, []),
    project('alone', alone, without, []),
    project('gateway', all, [...pure, ...alone, ...inBrowser, ...without], setUps),
    project('browser', inBrowser, without, browserSetUps),
  ]
}

/** Tests that are about no engine in particular, again. */
function onPostgres({ gateway, browser }: Files): readonly TestProjectConfiguration[] {
  const env = { TEST_STORAGE: 'postgres' }
  const announcement = 'test/support/announce-sample.ts'
  return [
    project('postgres', gateway, [], [announcement, ...setUps], env),
    project('browser on postgres', browser, [], [announcement, ...browserSetUps], env),
  ]
}

/**
 * Threads and programs that tests start need not compile the same sources again: half of what the start of a thread with the
 * simulation takes. Counted branches would be wrong with it.
 */
if (!isCounted)
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

/** `without`: test files to leave out. `isSampled`: a part of the tests runs on PostgreSQL, too. */
export function configuration(without: readonly string[] = [], isSampled = true): ViteUserConfig {
  const plan = planTests(process.env)
  // For who announces the sample.
  if (plan.seed !== null) process.env.STORAGES_SEED = String(plan.seed)
  return defineConfig({
    oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
    test: {
      projects: [
        ...(plan.usual ? usual([...without, ...plan.without]) : []),
        ...(isSampled ? onPostgres(plan.onPostgres) : []),
      ],
      // A limit for what hangs, not for what is slow: the machine may be busy with other things.
      testTimeout: 240_000,
      hookTimeout: 240_000,
      expect: { poll: { timeout: 60_000, interval: 20 } },
      // For two cores: a third of what tests in a browser take, or with processes of their own, they wait.
      maxWorkers: 3,
      sequence: { sequencer: LongestFirst },
      coverage: {
        provider: 'v8',
        include: ['src/core/**', 'src/operations/**'],
        reporter: ['text'],
        thresholds: { branches: 100 },
      },
    },
  })
}

export default configuration()
