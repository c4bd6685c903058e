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
    headers: [
      ...Object.entries({
        ...pageHeaders(answer.html.holds, page.isSecureOrigin),
        ...answer.headers,
        ...(encoding === null ? {} : { 'content-encoding': encoding }),
        'content-length': String(bytes.length),
        vary: 'Accept-Encoding',
      }),
      ...setCookies(answer.cookies),
    ],
  })
}

/** 303: whatever the method was, the browser goes on with GET. Only to addresses of ours. */
export function seeOther(page: PageContext, path: string, cookies: readonly string[] = []): Response {
  const safe = pageHeaders(null, page.isSecureOrigin)
  return new Response(null, {
    status: 303,
    headers: [...Object.entries(safe), ['location', path], ...setCookies(cookies)],
  })
}

function setCookies(cookies: readonly string[] = []): [string, string][] {
  return cookies.map((cookie) => ['set-cookie', cookie])
}
