/** Tests of a source with a deliberate bug in it, which `verification/webhooks/try-mutant.ts` names. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { applyEdit } from './verification/simulation/apply-edit.ts'
import type { Edit } from './verification/simulation/mutant.ts'

const edits = JSON.parse(process.env.MUTANT ?? '[]') as readonly Edit[]

export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (source, id) => {
        const own = edits.filter(({ file }) => resolve(file) === id)
        return own.length === 0 ? null : { code: own.reduce(applyEdit, source), map: null }
      },
    },
  ],
  // What is kept from other runs has no bug in it, and must have none.
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, maxWorkers: 1, fsModuleCache: false },
})
