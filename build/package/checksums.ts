/** SHA-256 of every file that is handed out, in the form that `sha256sum --check` reads. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function writeChecksums(folder: string, files: readonly string[]): string {
  const lines = files.map((file) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex')
    return `${hash}  ${file}\n`
  })
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''))
  return 'SHA256SUMS'
}
