/** A whole page: a template, and the strings that one payment puts into it. */
import { escapeToBuffer } from 'hono/utils/html'
import type { Holds } from '../headers.ts'
import { Slot } from './marks.ts'
import type { OwnText, PageTemplate } from './page-template.ts'
import { type PlacedPart, placed } from './placed-parts.ts'

/** By the names of the slots, as they are to be read: not escaped. */
export type Texts = Readonly<Record<string, string>>

const none: Texts = {}

export class PageHtml {
  readonly #template: PageTemplate
  readonly #texts: Texts

  constructor(template: PageTemplate, texts: Texts = none) {
    this.#template = template
    this.#texts = texts
  }

  get holds(): NonNullable<Holds> {
    return this.#template.holds
  }

  get kind(): string {
    return this.#template.kind
  }

  get parts(): readonly (OwnText | PlacedPart)[] {
    return placed(this.#template.pieces.map((piece) => (piece instanceof Slot ? this.#filled(piece) : piece)))
  }

  toString(): string {
    return Buffer.concat(this.parts.map(bytesOf)).toString()
  }

  #filled({ name }: Slot): OwnText {
    const text = this.#texts[name]
    if (text === undefined) throw new Error(`a page lacks its ${name}`)
    return { bytes: Buffer.from(escaped(text)) }
  }
}

export function bytesOf(piece: OwnText | PlacedPart): Buffer {
  return 'part' in piece ? piece.part.bytes : piece.bytes
}

function escaped(text: string): string {
  const buffer: Parameters<typeof escapeToBuffer>[1] = ['']
  escapeToBuffer(text, buffer)
  return String(buffer[0])
}
