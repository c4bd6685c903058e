/** What somebody on the way can do to a page. */
import type { Change, Page } from './tampering-proxy.ts'

export const replace =
  (from: string | RegExp, to: string): Change =>
  (page) => {
    const changed = typeof from === 'string' ? page.html.replace(from, () => to) : page.html.replace(from, to)
    if (changed === page.html) throw new Error(`${from} is not in the page`)
    page.html = changed
  }
export const insertBefore = (place: string, added: string) => replace(place, `${added}${place}`)
export const header =
  (name: string, value: string | null): Change =>
  (page: Page) => {
    page.headers = page.headers.filter(([known]) => known !== name)
    if (value !== null) page.headers.push([name, value])
  }
export const alsoHeader =
  (name: string, value: string): Change =>
  ({ headers }) =>
    void headers.push([name, value])

export const status =
  (code: number): Change =>
  (page) => {
    page.status = code
  }
