/** Builds the gateway, and everything else that a release hands out. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildAcquirerContract } from './acquirer-contract.ts'
import { buildAssets } from './assets.ts'
import { bundleGateway } from './bundle-gateway.ts'
import { buildClient } from './client.ts'
import { writeWhole } from './write-whole.ts'

export const root = join(import.meta.dirname, '..')

export async function buildAll(): Promise<void> {
  await buildGateway()
  await buildClient(root)
  await buildAcquirerContract(root)
}

/** The whole gateway as one file, with the page's assets in it, and beside it the inventory of the page's scripts. */
export async function buildGateway(): Promise<string> {
  const inventory = await buildAssets()
  const dist = join(root, 'dist')
  await mkdir(dist, { recursive: true })
  await writeWhole(join(dist, 'scripts.json'), inventory)
  return bundleGateway(root, 'src/main.ts', dist, 'flowlix.js')
}
