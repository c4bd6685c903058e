/** How the room answers: a whole page, compressed, or the way to another page of ours. */
import { compress } from './compress.ts'
import { pageHeaders } from './headers.ts'
import type { PageContext } from './page-context.ts'
import type { PageHtml } from './page-html.ts'

export type Page = Readonly<{
  status: number
  html: PageHtml
  headers?: Readonly<Record<string, string>>
  cookies?: readonly string[]
}>

export async function answerPage(page: PageContext, request: Request, answer: Page): Promise<Response> {
  const { bytes, encoding } = compress(answer.html, request.headers.get('accept-encoding'))
  return new Response(bytes, {
    status: answer.status,
    headers: withCookies(
      {
        ...pageHeaders(answer.html.holds, page.isSecureOrigin),
        ...answer.headers,
        ...(encoding === null ? {} : { 'content-encoding': encoding }),
        'content-length': String(bytes.length),
        vary: 'Accept-Encoding',
      },
      answer.cookies,
    ),
  })
}

/** 303: whatever the method was, the browser goes on with GET. Only to addresses of ours. */
export function seeOther(page: PageContext, path: string, cookies: readonly string[] = []): Response {
  const headers = { ...pageHeaders(null, page.isSecureOrigin), location: path }
  return new Response(null, { status: 303, headers: withCookies(headers, cookies) })
}

type Headers = Readonly<Record<string, string>>

/** A list only where it must be one: to check and sort a list takes the server longer than all the rest of a page's head. */
function withCookies(headers: Headers, cookies: readonly string[] = []): Headers | [string, string][] {
  const [first, ...more] = cookies
  if (first === undefined) return headers
  if (more.length === 0) return { ...headers, 'set-cookie': first }
  return [...Object.entries(headers), ...cookies.map((one): [string, string] => ['set-cookie', one])]
}
