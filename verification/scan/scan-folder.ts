/**
 * Looks through every file of a folder for marked card data, in the form in which it lies on the disk: databases with
 * their free pages and logs, WAL files, outputs.
 *
 * Numbers are looked for as bytes, in every encoding of `encodings.ts`. A code of three or four digits stands in any
 * binary file by chance, so codes are looked for where they can be told apart: beside a name such as `cvc` in every
 * encoding, and as the whole of a value in every cell of every SQLite table and in every JSON value in one. Compressed
 * data is not unpacked: nothing here compresses what it writes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { panNeedles, textNeedles } from './encodings.ts'
import { NeedleSearch } from './find-needles.ts'
import type { Marks } from './marks.ts'
import { findInDatabase, isDatabase } from './scan-database.ts'

export type Finding = Readonly<{
  file: string
  /** Without the digits in between. */
  mark: string
  encoding: string
  /** The byte's offset, or the cell. */
  place: string
}>

type Sought = Readonly<{ mark: string; encoding: string; bytes: Buffer }>

export function scanFolder(folder: string, marks: Marks): readonly Finding[] {
  const search = new NeedleSearch(needlesFor(marks))
  return filesIn(folder).flatMap((path) => {
    const file = relative(folder, path)
    const content = readFileSync(path)
    const found = search.in(content).map(({ needle: { mark, encoding }, offset }) => {
      return { file, mark, encoding, place: `byte ${offset}` }
    })
    const cells = isDatabase(content) ? findInDatabase(path, marks.cvcs) : []
    return [...found, ...cells.map((cell) => ({ ...cell, file }))]
  })
}

/** The finding's mark says which card it was, and is no card data itself. */
export function shortened(pan: string): string {
  return `${pan.slice(0, 6)}…${pan.slice(-4)}`
}

function needlesFor({ pans, cvcs }: Marks): readonly Sought[] {
  return [
    ...pans.flatMap((pan) => panNeedles(pan).map((one) => ({ ...one, mark: shortened(pan) }))),
    ...cvcs.flatMap((cvc) =>
      besideNames(cvc).flatMap((text) =>
        textNeedles(text).map((one) => ({ ...one, mark: `the code ${'*'.repeat(cvc.length)}` })),
      ),
    ),
  ]
}

const names = ['cvc', 'cvv', 'security_code']

/** As forms, queries, JSON and logs write a name and its value. */
function besideNames(cvc: string): readonly string[] {
  const written = [
    `=${cvc}`,
    `":"${cvc}"`,
    `": "${cvc}"`,
    `":${cvc}`,
    `": ${cvc}`,
    `\\":\\"${cvc}`,
    `: ${cvc}`,
  ]
  return names.flatMap((name) => written.map((rest) => name + rest))
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
