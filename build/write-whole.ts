/** Writes generated files. */
import { readFile, rename, writeFile } from 'node:fs/promises'

/** A reader never sees half a file, even when two builds run at once. */
export async function writeWhole(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return
  const part = `${path}.${process.pid}.part`
  await writeFile(part, text)
  await rename(part, path)
}
