/** Headers that were sent more than once: the parsed headers hide that, and a repeated secret is no secret. */
import type { Context } from 'hono'

/** What the Node.js server hands over beside the request; absent where a request is made in the process. */
export type Transport = { Bindings: { incoming?: Readonly<{ rawHeaders: readonly string[] }> } }

const none: ReadonlySet<string> = new Set()

export function repeatedHeaders(c: Context<Transport>): ReadonlySet<string> {
  const raw = c.env?.incoming?.rawHeaders
  if (raw === undefined) return none
  const seen = new Set<string>()
  let repeated: Set<string> | null = null
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    if (seen.has(name)) repeated = (repeated ?? new Set()).add(name)
    seen.add(name)
  }
  return repeated ?? none
}
