/** A rendered page: its own words, and between them the parts that it shares with other pages. */
import { type Constant, partsOf } from './constant.ts'

export class PageHtml {
  readonly parts: readonly (string | Constant)[]

  /** `rendered` may hold marks, so this must follow the rendering at once. */
  constructor(rendered: string) {
    this.parts = partsOf(rendered)
  }

  toString(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.html)).join('')
  }
}
