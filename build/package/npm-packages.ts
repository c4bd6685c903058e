/** Packs a folder as npm would publish it. */
import { execFileSync } from 'node:child_process'

type Packed = Readonly<{ filename: string }>

/** Returns the tarball's name in `destination`. */
export function packNpm(folder: string, destination: string): string {
  const args = ['pack', folder, '--json', '--ignore-scripts', '--pack-destination', destination]
  const [packed] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as readonly Packed[]
  if (packed === undefined) throw new Error(`npm packed nothing of ${folder}`)
  return packed.filename
}
