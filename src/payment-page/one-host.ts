/** Two Host headers are read in two ways by two servers in a row, so they are refused; the parsed headers hide them. */
import type { RequestEnv } from '../request-context.ts'

const name = 'host'

export function hasOneHost({ incoming }: RequestEnv['Bindings']): boolean {
  const raw = incoming?.rawHeaders ?? []
  let count = 0
  for (let i = 0; i < raw.length; i += 2) {
    // By its length first: most headers need no look at their letters.
    if (raw[i]?.length === name.length && raw[i]?.toLowerCase() === name) count++
  }
  return count < 2
}
