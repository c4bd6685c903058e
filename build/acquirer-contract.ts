/** Builds the acquirer contract as it is published: one file for any test runner, and the types of an adapter. */
import { join } from 'node:path'
import { buildLibrary } from './library.ts'

export async function buildAcquirerContract(root: string): Promise<void> {
  const dist = join(root, 'acquirer-contract/dist')
  await buildLibrary({
    root,
    entry: join(root, 'acquirer-contract/src/acquirer-contract.ts'),
    dist,
    platform: 'node',
    target: 'node22',
    // It uses declarations of the gateway as well.
    types: { base: root, folder: join(dist, 'types') },
  })
}
