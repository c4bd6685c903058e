/** Builds the client as it is published: one file that runs everywhere, `client/dist/flowlix.js`, and its types. */
import { join } from 'node:path'
import { buildLibrary } from './library.ts'

/** `dist` is the folder to write to; everything in it is replaced. */
export async function buildClient(root: string, dist = join(root, 'client/dist')): Promise<void> {
  const folder = join(root, 'client/src')
  await buildLibrary({
    root,
    entry: join(folder, 'flowlix.ts'),
    dist,
    platform: 'neutral',
    target: 'es2022',
    types: { base: folder, folder: dist },
  })
}
