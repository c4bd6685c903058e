/** Reads a submitted form strictly: its type, its size, its encoding, and every field only once. */
import { readLimitedBody } from '../platform/limited-body.ts'

type Post =
  | Readonly<{ kind: 'fields'; fields: Map<string, string> }>
  | Readonly<{ kind: 'problem'; status: 400 | 413 | 415 }>

const bytesMax = 8 * 1024
const problem = (status: 400 | 413 | 415): Post => ({ kind: 'problem', status })

export async function readPost(request: Request): Promise<Post> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return problem(415)
  const bytes = await readLimitedBody(request, { bytesMax })
  if (typeof bytes === 'string') return problem(413)
  const fields = parseFields(bytes)
  // A card may be among them.
  bytes.fill(0)
  return fields === null ? problem(400) : { kind: 'fields', fields }
}

/** Null for what no browser sends: broken escapes, invalid UTF-8, control characters, or a repeated field. */
export function parseFields(bytes: Uint8Array): Map<string, string> | null {
  const fields = new Map<string, string>()
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    for (const pair of text === '' ? [] : text.split('&')) {
      const at = pair.indexOf('=')
      if (at < 0) return null
      const name = decode(pair.slice(0, at))
      const value = withoutPasted(decode(pair.slice(at + 1)))
      if (fields.has(name) || /\p{Cc}/u.test(name + value)) return null
      fields.set(name, value)
    }
    return fields
  } catch {
    return null
  }
}

/**
 * Characters that customers paste by accident: a tab means a space, and direction overrides and embeddings, which contact
 * lists put around names and numbers, mean nothing. They are removed, because they can reverse how a string is shown.
 */
function withoutPasted(value: string): string {
  return value.replaceAll('\t', ' ').replace(/[\u202a-\u202e]/g, '')
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
