/** Builds the client as it is published: one file that runs everywhere, `client/dist/flowlix.js`, and its types. */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { declareTypes } from './declare-types.ts'

/** `dist` is the folder to write to; everything in it is replaced. */
export async function buildClient(root: string, dist = join(root, 'client/dist')): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  const entry = join(root, 'client/src/flowlix.ts')
  await build({
    entryPoints: [entry],
    outfile: join(dist, 'flowlix.js'),
    bundle: true,
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  declareTypes(root, entry, dirname(entry), dist)
}
