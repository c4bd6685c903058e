/** The client needs nothing but web standards: it imports nothing, and runs where there is nothing else. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { answer, openRawServer, payment } from './raw-server.ts'

const sourceFolder = fileURLToPath(new URL('../../client/src/', import.meta.url))

test('no file of the client imports anything from outside the client', () => {
  const imported = readdirSync(sourceFolder).flatMap((file) => [
    ...readFileSync(sourceFolder + file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g),
  ])
  expect(imported.length).toBeGreaterThan(0)
  for (const [, specifier] of imported) expect(specifier).toMatch(/^\.\/[a-z-]+\.ts$/)
})

test('the client runs where there are only fetch, crypto, URL, AbortSignal, and timers', async () => {
  const bundle = await build({
    entryPoints: [`${sourceFolder}flowlix.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'client',
    logLevel: 'error',
  })
  const server = await openRawServer([answer(503, ''), answer(201, payment)])
  const world = createContext({ fetch, crypto, URL, AbortSignal, setTimeout, clearTimeout })
  runInContext(bundle.outputFiles[0]?.text ?? '', world)
  const id: unknown = await runInContext(
    `(async () => {
      const flowlix = new client.Flowlix({ apiKey: 'fl_test_sk_x', baseUrl: '${server.url}/' })
      return (await flowlix.payments.createSession({ amount: 1, currency: 'eur', redirect_url: 'https://a.b' })).id
    })()`,
    world,
  )
  await server.close()
  expect(id).toBe(payment.id)
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /v1/payments/hpp',
    'POST /v1/payments/hpp',
  ])
})
