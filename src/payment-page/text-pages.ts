/** The pages of text, ours or the operator's: the same for everyone who reads the same language, and made once for them. */

import { messagesFor } from './language/choice.ts'
import type { PageContext } from './page-context.ts'
import { pageResponse } from './page-response.ts'
import { keepCompressed } from './templates/compress.ts'
import type { PageHtml } from './templates/page-html.ts'
import { renderText } from './views/plain.tsx'

type Name = 'privacy' | 'accessibility'

export class TextPages {
  readonly #page: PageContext
  readonly #made = new Map<string, PageHtml>()

  constructor(page: PageContext) {
    this.#page = page
  }

  show(request: Request, name: Name): Promise<Response> {
    const messages = messagesFor(request, this.#page.languages, null)
    const key = `${name} ${messages.locale}`
    const own = name === 'privacy' ? this.#page.privacyText : this.#page.accessibilityText
    const html =
      this.#made.get(key) ??
      keepCompressed(renderText(messages, `${name}.title`, own ?? messages.text(`${name}.text`)))
    this.#made.set(key, html)
    return pageResponse(this.#page, request, { status: 200, html })
  }
}
