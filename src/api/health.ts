/** Health checks for monitoring. They need no key and reveal nothing else. */
import { Hono } from 'hono'
import type { Storage } from '../ports.ts'

export function createHealth(storage: Storage): Readonly<{ routes: Hono; stopAccepting(): void }> {
  let isStopping = false
  const routes = new Hono()
  routes.get('/healthz', (c) => c.json({ status: 'alive' }))
  routes.get('/readyz', async (c) => {
    if (isStopping) return c.json({ status: 'stopping' }, 503)
    try {
      await storage.ping()
      return c.json({ status: 'ready' })
    } catch {
      return c.json({ status: 'storage cannot be reached' }, 503)
    }
  })
  return {
    routes,
    stopAccepting: () => {
      isStopping = true
    },
  }
}
