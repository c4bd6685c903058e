/** Where `flowlix listen` forwards to, and with which headers, as they are typed. */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { UsageError } from '../mistakes.ts'

/** A host without a scheme means HTTP. */
export function readForwardUrl(text: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new UsageError('--forward-to must be a URL such as localhost:3000/webhooks')
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--forward-to must not contain a username or a password; use --header instead')
  return url
}

const ownHeaders = [
  'connection',
  'content-length',
  'content-type',
  'flowlix-signature',
  'transfer-encoding',
  'user-agent',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
]

/** `name:value`. */
export function readHeaders(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/s.exec(text) ?? []
    const lower = name.trim().toLowerCase()
    if (!isHeader(lower, value.trim())) throw new UsageError('--header must look like name:value')
    if (ownHeaders.includes(lower)) throw new UsageError(`--header cannot replace ${lower}`)
    headers[lower] = value.trim()
  }
  return headers
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return true
  } catch {
    return false
  }
}
