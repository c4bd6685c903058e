/** The documentation as the gateway serves it: `/docs`, `/openapi.json`, and a home page that leads there. */

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { publicStatuses } from '../core/payment/status.ts'
import { acceptsEncoding } from '../platform/accepted-encoding.ts'
import { exampleReturnUrl } from './example-calls.ts'
import { pictures } from './pictures.generated.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { renderComplete } from './views/complete.tsx'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Level 11, the best, takes ten times as long and saves another tenth. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const headers = {
  'Content-Security-Policy': `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  'Cache-Control': 'public, max-age=300',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept-Encoding',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

export const completePath = '/sandbox/complete'

type DocsOptions = Readonly<{
  apiUrl: string
  /** In the sandbox, the customers of the examples return to a page that exists. */
  isSandbox: boolean
  /** Who processes test payments. */
  testAcquirer: string
}>

export function createDocs({ apiUrl, isSandbox, testAcquirer }: DocsOptions): Hono {
  const docs = new Hono()
  // Loaded and rendered at the first request and kept, so that startup does not wait for it.
  const page = onDemand(async () => {
    const { renderDocs } = await import('./views/document.tsx')
    const html = renderDocs(apiUrl, testAcquirer)
    return isSandbox ? html.replaceAll(exampleReturnUrl, apiUrl + completePath) : html
  })
  const description = onDemand(async () => {
    const { descriptionFor } = await import('./openapi.ts')
    return descriptionFor(apiUrl)
  })
  docs.get('/', (c) => c.redirect('/docs', 302))
  docs.get('/docs', (c) => respond(c, page, 'text/html; charset=utf-8'))
  for (const [name, base64] of Object.entries(pictures)) {
    docs.get(`/docs/${name}`, (c) =>
      c.body(Buffer.from(base64, 'base64'), 200, { ...headers, 'Content-Type': 'image/webp' }),
    )
  }
  docs.get('/openapi.json', (c) => respond(c, description, 'application/json; charset=utf-8'))
  if (isSandbox) docs.get(completePath, (c) => completeResponse(c, apiUrl))
  return docs
}

/** Shows nothing that a forged link could contain. */
function completeResponse(c: Context, apiUrl: string): Response | Promise<Response> {
  const [id = '', status = ''] = [c.req.query('payment_id'), c.req.query('status')]
  const wayBack = {
    paymentId: isPaymentId(id) ? id : null,
    status: publicStatuses.find((known) => known === status) ?? null,
  }
  return c.html(renderComplete(apiUrl, wayBack), 200, { ...headers, 'Cache-Control': 'no-store' })
}

type Bytes = Uint8Array<ArrayBuffer>
type Document = Readonly<{ plain: Bytes; br: Bytes; gzip: Bytes }>

function onDemand(make: () => Promise<string>): () => Promise<Document> {
  let made: Promise<Document> | null = null
  const compress = async (): Promise<Document> => {
    const plain = new TextEncoder().encode(await make())
    const [br, gz] = await Promise.all([brotli(plain, brotliOptions), gzipped(plain)])
    return { plain, br: new Uint8Array(br), gzip: new Uint8Array(gz) }
  }
  return () => {
    made ??= compress()
    return made
  }
}

async function respond(
  c: Context,
  document: () => Promise<Document>,
  contentType: string,
): Promise<Response> {
  const made = await document()
  const shared = { ...headers, 'Content-Type': contentType }
  const accepted = c.req.header('accept-encoding') ?? null
  const encoding = (['br', 'gzip'] as const).find((known) => acceptsEncoding(accepted, known))
  return encoding === undefined
    ? c.body(made.plain, 200, shared)
    : c.body(made[encoding], 200, { ...shared, 'Content-Encoding': encoding })
}
