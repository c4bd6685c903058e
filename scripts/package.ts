/**
 * `npm run package`: everything that is handed out, in release/. The gateway as an npm package and as one executable file
 * for this machine, the client and the acquirer contract as npm packages, the list of what is inside (CycloneDX), and
 * checksums.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll, root } from '../build/build-all.ts'
import { writeChecksums } from '../build/package/checksums.ts'
import { buildExecutable } from '../build/package/executable.ts'
import { packNpm } from '../build/package/npm-packages.ts'
import { writeSbom } from '../build/package/sbom.ts'

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
]
files.push(writeChecksums(release, files))
console.log(files.map((file) => `release/${file}`).join('\n'))
