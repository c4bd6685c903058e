/**
 * Only the core's own tables: what must notice a changed core without the help of the rest. The properties are left
 * out: they run for seconds, and a mutant that only they would find is a row that is missing.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    exclude: ['test/core/*properties.test.ts'],
    // Instrumented code is slower, and a limit is for what hangs.
    testTimeout: 60_000,
  },
})
