/** Bundles a library as it is published: one file, and its types. */
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { declareTypes } from './declare-types.ts'

type Library = Readonly<{
  root: string
  /** Absolute, like the folders. */
  entry: string
  /** Everything in it is replaced. */
  dist: string
  platform: 'node' | 'neutral'
  target: string
  /** Where the paths of the declarations begin, and where they are written. */
  types: Readonly<{ base: string; folder: string }>
}>

export async function buildLibrary({ root, entry, dist, platform, target, types }: Library): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  await build({
    entryPoints: [entry],
    outfile: join(dist, `${basename(entry, '.ts')}.js`),
    bundle: true,
    platform,
    format: 'esm',
    target,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  declareTypes(root, entry, types.base, types.folder)
}
