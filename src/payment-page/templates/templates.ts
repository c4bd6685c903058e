/**
 * Pages that differ only in a few strings from payment to payment: rendered once for each merchant, language, and shape, with
 * room for these strings.
 */
import type { Merchant } from '../../core/merchant.ts'
import type { Messages } from '../messages.ts'
import { slotMark } from './marks.ts'
import { PageHtml, type Texts } from './page-html.ts'
import type { PageTemplate } from './page-template.ts'

type Shared = Readonly<{ messages: Messages; merchant: Merchant }>
/** Plain values, which decide how the page looks. */
type Shape = Readonly<Record<string, string | boolean>>

/** A merchant never changes, it is replaced. */
type OfMerchants = WeakMap<Merchant, WeakMap<Messages, Map<string, PageTemplate>>>

/** All of them together, by an estimate. Beyond that, all are forgotten, and those in use made again. */
const bytesMax = 8 * 1_024 * 1_024

/**
 * `render` gets nothing but what the template is kept by, and marks for the texts, so the template is right for every payment of
 * this shape, unless `render` looks into the texts.
 */
export class Templates<S extends Shape, T extends Texts> {
  readonly #render: (shared: Shared, shape: S, texts: T) => PageTemplate
  #ofMerchants: OfMerchants = new WeakMap()
  #bytes = 0

  constructor(render: (shared: Shared, shape: S, texts: T) => PageTemplate) {
    this.#render = render
  }

  page(shared: Shared, shape: S, texts: T): PageHtml {
    const inLanguage = this.#inLanguage(shared)
    const key = JSON.stringify(shape)
    const known = inLanguage.get(key)
    if (known !== undefined) return new PageHtml(known, texts)
    const fresh = this.#render(shared, shape, marksFor(texts))
    inLanguage.set(key, fresh)
    this.#note(fresh.bytesKept)
    return new PageHtml(fresh, texts)
  }

  #note(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= bytesMax) return
    this.#bytes = 0
    this.#ofMerchants = new WeakMap()
  }

  #inLanguage({ messages, merchant }: Shared): Map<string, PageTemplate> {
    const ofMerchant = this.#ofMerchants.get(merchant) ?? new WeakMap<Messages, Map<string, PageTemplate>>()
    this.#ofMerchants.set(merchant, ofMerchant)
    const inLanguage = ofMerchant.get(messages) ?? new Map<string, PageTemplate>()
    ofMerchant.set(messages, inLanguage)
    return inLanguage
  }
}

function marksFor<T extends Texts>(texts: T): T {
  return Object.fromEntries(Object.keys(texts).map((name) => [name, slotMark(name)])) as T
}
