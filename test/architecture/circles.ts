/** Files that import each other in a circle, types included: neither can be read without the other. */
import { importsOf, targetOf } from './imports.ts'
import type { SourceFile } from './source-files.ts'

/** Each circle once, as a sorted list of paths. By Tarjan's algorithm. */
export function circles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const known = new Set(files.map(({ path }) => path))
  const targets = new Map(files.map((file) => [file.path, targetsOf(file).filter((path) => known.has(path))]))
  const index = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []

  const visit = (path: string): void => {
    index.set(path, index.size)
    lowest.set(path, index.size - 1)
    open.push(path)
    for (const target of targets.get(path) ?? []) {
      if (!index.has(target)) visit(target)
      if (open.includes(target)) {
        lowest.set(path, Math.min(Number(lowest.get(path)), Number(lowest.get(target))))
      }
    }
    if (lowest.get(path) !== index.get(path)) return
    const circle = open.splice(open.indexOf(path))
    if (circle.length > 1) found.push(circle.sort())
  }

  for (const { path } of files) if (!index.has(path)) visit(path)
  return found
}

function targetsOf(file: SourceFile): readonly string[] {
  return importsOf(file.text).flatMap(({ specifier }) => targetOf(file, specifier) ?? [])
}
