/**
 * Asks DNS for every address of a name. Not by the operating system's resolver: it would block the few threads that also
 * compress pages and hash passwords.
 */
import { Resolver } from 'node:dns/promises'

/** Empty if the name has no address, or if no server could be asked. */
export type ResolveName = (name: string, ended: AbortSignal) => Promise<readonly string[]>

const timing = { timeout: 2_000, tries: 2 }

/** `servers`: instead of those of the machine. */
export function nameResolver(servers: readonly string[] | null = null): ResolveName {
  return async (name, ended) => {
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1']
    // One for each question, which is how a question can be given up, and how a changed configuration is noticed.
    const resolver = new Resolver(timing)
    if (servers !== null) resolver.setServers(servers)
    const cancel = (): void => resolver.cancel()
    ended.addEventListener('abort', cancel)
    try {
      const found = await Promise.all([
        resolver.resolve4(name).catch(() => []),
        resolver.resolve6(name).catch(() => []),
      ])
      return found.flat()
    } finally {
      ended.removeEventListener('abort', cancel)
    }
  }
}
