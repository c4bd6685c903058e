/**
 * Everything that a release hands out: the gateway as an npm package and as one executable file for this machine, the
 * client and the acquirer contract as npm packages, the list of what is inside (CycloneDX), the inventory of the payment
 * page's scripts, and checksums.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll, root } from '../build-all.ts'
import { writeChecksums } from './checksums.ts'
import { buildExecutable } from './executable.ts'
import { packNpm } from './npm-packages.ts'
import { writeSbom } from './sbom.ts'

/** Returns the names of the files in release/. */
export async function packageRelease(): Promise<readonly string[]> {
  const release = join(root, 'release')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  await buildAll()
  rmSync(release, { recursive: true, force: true })
  mkdirSync(release)
  const files = [
    packNpm(root, release),
    packNpm(join(root, 'client'), release),
    packNpm(join(root, 'acquirer-contract'), release),
    await buildExecutable(join(root, 'dist/flowlix.js'), release),
    writeSbom(root, join(release, `flowlix-${version}.cdx.json`)),
    copyInventory(release, `flowlix-${version}-scripts.json`),
  ]
  return [...files, writeChecksums(release, files)]
}

function copyInventory(release: string, name: string): string {
  copyFileSync(join(root, 'dist/scripts.json'), join(release, name))
  return name
}
