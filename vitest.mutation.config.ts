/** Only the core's own tests: what must notice a changed core without the help of the rest. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/core/**/*.test.ts'] } })
