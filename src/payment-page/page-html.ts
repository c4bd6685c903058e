/** A rendered page: its own words, and between them the parts that it shares with other pages. */
import type { Holds } from './headers.ts'
import { withPhrases } from './phrases.ts'
import { type PlacedPart, placed } from './placed-parts.ts'
import { forgetMarks, partsOf } from './shared-part.ts'

export class PageHtml {
  readonly parts: readonly (string | PlacedPart)[]
  /** What the page's own policy must allow. */
  readonly holds: NonNullable<Holds>
  /** Pages of a kind are in the same language and look alike. */
  readonly kind: string

  /** `rendered` may contain marks, so call this right after rendering. */
  constructor(rendered: string, holds: NonNullable<Holds>, kind: string) {
    this.parts = placed(withPhrases(partsOf(rendered)))
    forgetMarks()
    this.holds = holds
    this.kind = kind
  }

  toString(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.part.text)).join('')
  }
}
