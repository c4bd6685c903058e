/** Builds the acquirer contract as it is published: one file for any test runner, and the types of an adapter. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { declareTypes } from './declare-types.ts'

export async function buildAcquirerContract(root: string): Promise<void> {
  const dist = join(root, 'acquirer-contract/dist')
  rmSync(dist, { recursive: true, force: true })
  const entry = join(root, 'acquirer-contract/src/acquirer-contract.ts')
  await build({
    entryPoints: [entry],
    outfile: join(dist, 'acquirer-contract.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  declareTypes(root, entry, root, join(dist, 'types'))
}
