/** Health checks for monitoring. They need no key and reveal nothing else. */
import { Hono } from 'hono'
import type { Storage } from '../ports/storage.ts'

export type Health = Readonly<{
  routes: Hono
  /** Fires when the process begins to stop. */
  stopping: AbortSignal
  stopAccepting(): void
}>

export function createHealth(storage: Storage): Health {
  const stopping = new AbortController()
  const routes = new Hono()
  routes.get('/healthz', (c) => c.json({ status: 'alive' }))
  routes.get('/readyz', async (c) => {
    if (stopping.signal.aborted) return c.json({ status: 'stopping' }, 503)
    try {
      await storage.ping()
      return c.json({ status: 'ready' })
    } catch {
      return c.json({ status: 'storage cannot be reached' }, 503)
    }
  })
  return {
    routes,
    stopping: stopping.signal,
    stopAccepting: () => stopping.abort(),
  }
}
