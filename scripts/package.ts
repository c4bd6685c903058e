/**
 * `npm run package`: everything that is handed out, in release/. The gateway as an npm package and as one executable file
 * for this machine, the client as an npm package, the list of what is inside (CycloneDX), and checksums.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeChecksums } from './package/checksums.ts'
import { buildExecutable } from './package/executable.ts'
import { packNpm } from './package/npm-packages.ts'
import { writeSbom } from './package/sbom.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const release = join(root, 'release')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

await import('./build.ts')
rmSync(release, { recursive: true, force: true })
mkdirSync(release)
const files = [
  packNpm(root, release),
  packNpm(join(root, 'client'), release),
  await buildExecutable(join(root, 'dist/flowlix.js'), release),
  writeSbom(root, join(release, `flowlix-${version}.cdx.json`)),
]
files.push(writeChecksums(release, files))
console.log(files.map((file) => `release/${file}`).join('\n'))
