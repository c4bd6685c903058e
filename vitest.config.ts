import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** These are about values and files: they need nothing that is built. */
const pure = ['test/architecture.test.ts', 'test/core/**/*.test.ts', 'test/platform/**/*.test.ts']
const inBrowser = [
  'test/browser/**/*.test.ts',
  'test/docs/in-a-browser.test.ts',
  'test/example/browser-tests.test.ts',
]
const all = ['test/**/*.test.ts', 'test/**/*.test.tsx']
const buildGateway = 'test/support/build-gateway.ts'
const offerPostgres = 'test/support/offer-postgres.ts'

/** `without`: test files to leave out. */
export function configuration(without: readonly string[] = []): ViteUserConfig {
  return defineConfig({
    oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
    test: {
      // The set-up of a project runs only when one of its tests does.
      projects: [
        { extends: true, test: { name: 'pure', include: pure, exclude: [...without] } },
        {
          extends: true,
          test: {
            name: 'gateway',
            include: all,
            exclude: [...pure, ...inBrowser, ...without],
            globalSetup: [buildGateway, offerPostgres],
          },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: inBrowser,
            exclude: [...without],
            globalSetup: [buildGateway, offerPostgres, 'test/support/unpack-chromium.ts'],
          },
        },
      ],
      // A limit for what hangs, not for what is slow: the machine may be busy with other things.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // Two cores, shared: more workers only take turns.
      maxWorkers: 2,
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
