/** Headers that were sent more than once: the parsed headers hide that, and a repeated secret is no secret. */

/** The headers of which only one may come. Told apart by length first: most headers need no look at their letters. */
const singles = ['authorization', 'idempotency-key'] as const
const lengths = new Set<number>(singles.map((name) => name.length))
const none: ReadonlySet<string> = new Set()

/** `raw`: names and values by turns, as Node has them; absent where a request is made inside the process. */
export function repeatedHeaders(raw: readonly string[] | undefined): ReadonlySet<string> {
  if (raw === undefined) return none
  const seen: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (lengths.has(name.length)) seen.push(name.toLowerCase())
  }
  if (seen.length < 2) return none
  return new Set(singles.filter((name) => seen.indexOf(name) !== seen.lastIndexOf(name)))
}
