/**
 * What stands in a rendered page for what is not rendered with it: a part that many pages share, or room for a string of one
 * payment's own. Nothing outside this process can produce such a mark.
 */
import { randomBytes } from 'node:crypto'
import { raw } from 'hono/html'
import type { SharedPart } from './shared-part.ts'

export type Mark = ReturnType<typeof raw>

/** Room for the string of this name. */
export class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const separator = `\u0000${randomBytes(8).toString('hex')}\u0000`
const slotSign = '#'

/** The parts in what is being rendered, by the numbers in their marks. */
const rendering = new Map<string, SharedPart>()
const numbers = new WeakMap<SharedPart, string>()
let lastNumber = 0

/** To be called at every use, and the result to be rendered in the same turn. */
export function markOf(part: SharedPart): Mark {
  const number = numbers.get(part) ?? String(++lastNumber)
  numbers.set(part, number)
  rendering.set(number, part)
  return raw(separator + number + separator)
}

/** A string without anything that would have to be escaped. */
export function slotMark(name: string): string {
  return separator + slotSign + name + separator
}

/** Takes rendered text apart at its marks. To be called in the same turn in which it was rendered. */
export function piecesOf(text: string): readonly (string | SharedPart | Slot)[] {
  const pieces = text.split(separator)
  return pieces.map((piece, i) => (i % 2 === 0 ? piece : known(piece))).filter((piece) => piece !== '')
}

/** For a part within a part. */
export function withoutMarks(text: string): string {
  return piecesOf(text).map(textOf).join('')
}

function textOf(piece: string | SharedPart | Slot): string {
  if (piece instanceof Slot) throw new Error('a part of many pages has room for a string of one')
  return typeof piece === 'string' ? piece : piece.bytes.toString()
}

/** At the end of a page, so that nothing here keeps a merchant's part. */
export function forgetMarks(): void {
  rendering.clear()
}

function known(name: string): SharedPart | Slot {
  if (name.startsWith(slotSign)) return new Slot(name.slice(slotSign.length))
  const found = rendering.get(name)
  if (found === undefined) throw new Error('a page was taken apart too late')
  return found
}
