/** How the room answers: a whole page, compressed, or the way to another page of ours. */
import { compress } from './compress.ts'
import { pageHeaders } from './headers.ts'
import type { PageContext } from './page-context.ts'

export type Page = Readonly<{ status: number; html: string; headers?: Readonly<Record<string, string>> }>

export async function answerPage(page: PageContext, request: Request, answer: Page): Promise<Response> {
  const { bytes, encoding } = await compress(answer.html, request.headers.get('accept-encoding') ?? undefined)
  return new Response(bytes, {
    status: answer.status,
    headers: {
      ...pageHeaders(page.isSecureOrigin),
      ...answer.headers,
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
      'content-length': String(bytes.length),
      vary: 'Accept-Encoding',
    },
  })
}

/** 303: whatever the method was, the browser goes on with GET. Only to addresses of ours. */
export function seeOther(
  page: PageContext,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { 'content-type': _none, ...safe } = pageHeaders(page.isSecureOrigin)
  return new Response(null, { status: 303, headers: { ...safe, ...headers, location: path } })
}

/**
 * A new cookie with every answer to a form makes browsers drop the page with the card from their back-forward cache.
 * It means nothing and is never read.
 */
export function freshCookie(page: PageContext, paymentId: string): Readonly<Record<string, string>> {
  const value = Buffer.from(page.gateway.random.bytes(12)).toString('base64url')
  const secure = page.isSecureOrigin ? '; Secure' : ''
  return { 'set-cookie': `seen=${value}; Path=/hpp/${paymentId}; HttpOnly; SameSite=Lax${secure}` }
}
