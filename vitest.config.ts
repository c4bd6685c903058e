import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/support/unpack-chromium.ts'],
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
