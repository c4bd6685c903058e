/** The software bill of materials: every production package as the lock file has it, in CycloneDX. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'

export function writeSbom(root: string, file: string): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only']
  writeFileSync(file, execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 32 * 2 ** 20 }))
  return basename(file)
}
