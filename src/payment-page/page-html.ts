/** A rendered page: its own words, and between them the parts that it shares with other pages. */
import { type Constant, partsOf } from './constant.ts'
import type { Holds } from './headers.ts'

export class PageHtml {
  readonly parts: readonly (string | Constant)[]
  /** What the page's own policy must allow. */
  readonly holds: NonNullable<Holds>

  /** `rendered` may contain marks, so call this right after rendering. */
  constructor(rendered: string, holds: NonNullable<Holds>) {
    this.parts = partsOf(rendered)
    this.holds = holds
  }

  toString(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.html)).join('')
  }
}
