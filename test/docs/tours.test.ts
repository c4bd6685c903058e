/** The tours name files and functions. This keeps the names true. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const tours = globSync('docs/tours/*.md', { cwd: root.pathname }).sort()

/** A paragraph, or an item of a numbered list with all that belongs to it: the functions in it are in the files that it names. */
function passagesOf(tour: string): readonly string[] {
  return readFileSync(new URL(tour, root), 'utf8').split(/\n\n|\n(?=\d+\. )/)
}

const namesIn = (passage: string, shape: RegExp): readonly string[] =>
  [...passage.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).filter((name) => shape.test(name))

const filesIn = (passage: string) =>
  namesIn(passage, /^[\w.-]+(?:\/[\w.-]+)+$|^[\w-]+\.(?:json|md)$/).filter(
    (name) => !name.startsWith('application/'),
  )

const functionsIn = (passage: string) => namesIn(passage, /^\w+\(\)$/).map((name) => name.replace('()', ''))

/** A function, a method, or a constant. */
function defines(source: string, name: string): boolean {
  return new RegExp(
    `\\b(?:function|const|class) ${name}\\b|^ +(?:static |async )*${name}(?:<[^(]*>)?\\(.*\\{$|^ +${name}\\($`,
    'm',
  ).test(source)
}

describe.each(tours)('%s', (tour) => {
  const passages = passagesOf(tour)

  it('names only files and folders that exist', () => {
    const files = passages.flatMap(filesIn)
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toStrictEqual([])
  })

  it('names only functions that are in the files named with them', () => {
    const missing = passages.flatMap((passage) => {
      const files = filesIn(passage).filter((file) =>
        statSync(new URL(file, root), { throwIfNoEntry: false })?.isFile(),
      )
      const sources = files.map((file) => readFileSync(new URL(file, root), 'utf8'))
      return functionsIn(passage).filter((name) => !sources.some((source) => defines(source, name)))
    })
    expect(missing).toStrictEqual([])
  })
})

it('knows a function from a call', () => {
  expect(passagesOf('docs/tours/one-request.md').flatMap(functionsIn).length).toBeGreaterThan(30)
  const source = 'export function a() {}\nclass B {\n  async c(d: string): Promise<void> {\n  }\n}\n  e()\n'
  expect(['a', 'c', 'e', 'd'].map((name) => defines(source, name))).toEqual([true, true, false, false])
})
