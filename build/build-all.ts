/** Builds the gateway, and everything else that a release hands out. */
import { join } from 'node:path'
import { buildAcquirerContract } from './acquirer-contract.ts'
import { buildAssets } from './assets.ts'
import { bundleGateway } from './bundle-gateway.ts'
import { buildClient } from './client.ts'

export const root = join(import.meta.dirname, '..')

export async function buildAll(): Promise<void> {
  await buildGateway()
  await buildClient(root)
  await buildAcquirerContract(root)
}

/** The whole gateway as one file, with the page's assets in it. */
export async function buildGateway(): Promise<string> {
  await buildAssets()
  return bundleGateway(root, 'src/main.ts', join(root, 'dist'), 'flowlix.js')
}
