/** Headers that were sent more than once: the parsed headers hide that, and a repeated secret is no secret. */
import type { Context } from 'hono'
import type { RequestEnv } from '../request-context.ts'

/** The headers of which only one may come. Told apart by length first: most headers need no look at their letters. */
const singles = ['authorization', 'idempotency-key'] as const
const lengths = new Set<number>(singles.map((name) => name.length))
const none: ReadonlySet<string> = new Set()

export function repeatedHeaders(c: Context<RequestEnv>): ReadonlySet<string> {
  const raw = c.env.incoming?.rawHeaders
  if (raw === undefined) return none
  const seen: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (lengths.has(name.length)) seen.push(name.toLowerCase())
  }
  if (seen.length < 2) return none
  return new Set(singles.filter((name) => seen.indexOf(name) !== seen.lastIndexOf(name)))
}
