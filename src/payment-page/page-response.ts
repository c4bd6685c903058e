/** The page's responses: a whole page, compressed, or a redirect to another page of ours. */

import { pageHeaders } from './headers.ts'
import { keepChoice } from './language/choice.ts'
import type { PageContext } from './page-context.ts'
import { compress } from './templates/compress.ts'
import type { PageHtml } from './templates/page-html.ts'

export type Page = Readonly<{
  status: number
  html: PageHtml
  headers?: Readonly<Record<string, string>>
  cookies?: readonly string[]
}>

export async function pageResponse(page: PageContext, request: Request, shown: Page): Promise<Response> {
  const { bytes, encoding } = compress(shown.html, request.headers.get('accept-encoding'))
  return new Response(bytes, {
    status: shown.status,
    headers: withCookies(
      {
        ...pageHeaders(shown.html.holds, page.isSecureOrigin),
        ...shown.headers,
        ...(encoding === null ? {} : { 'content-encoding': encoding }),
        'content-length': String(bytes.length),
        vary: 'Accept-Encoding, Accept-Language',
      },
      shown.cookies,
    ),
  })
}

/** 303: the browser continues with GET, whatever the method was, in the chosen language. Only to URLs of ours. */
export function seeOther(
  page: PageContext,
  request: Request,
  path: string,
  cookies: readonly string[] = [],
): Response {
  const location = keepChoice(request, page.languages, path)
  const headers = { ...pageHeaders(null, page.isSecureOrigin), location }
  return new Response(null, { status: 303, headers: withCookies(headers, cookies) })
}

type Headers = Readonly<Record<string, string>>

/** A list only if there are several cookies: checking and sorting a list takes longer than all other headers together. */
function withCookies(headers: Headers, cookies: readonly string[] = []): Headers | [string, string][] {
  const [first, ...more] = cookies
  if (first === undefined) return headers
  if (more.length === 0) return { ...headers, 'set-cookie': first }
  return [...Object.entries(headers), ...cookies.map((cookie): [string, string] => ['set-cookie', cookie])]
}
