/** Metrics of a gateway that runs: on a port of their own if it is set, and no trace of them otherwise. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { serveMetrics } from '../../src/metrics/metrics-server.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { readSourceFiles } from '../architecture/source-files.ts'
import { openPlace, type Place } from '../support/command-line.ts'
import { listenLocally } from '../support/listen-locally.ts'
import { scrapeOf } from './scrape.ts'

let place: Place
beforeEach(() => {
  place = openPlace()
})
afterEach(() => place.close())

const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const body = '{"amount":2500,"currency":"eur","redirect_url":"https://shop.example.com/done"}'

describe('a gateway with METRICS_PORT', () => {
  it('serves its metrics there and nowhere else, and nothing else there', async () => {
    const port = await freePort()
    const gateway = await place.start('dev', { METRICS_PORT: String(port) })
    await fetch(`${gateway.url}/v1/payments/hpp`, { method: 'POST', headers, body })
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const scrape = scrapeOf(await answer.text())
    expect(scrape.value('flowlix_payment_events_total', { event: 'payment_created' })).toBe(1)
    expect(scrape.value('flowlix_database_up')).toBe(1)
    expect(scrape.value('flowlix_security_events_total', { event: 'started' })).toBe(1)
    expect(scrape.value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
    expect(scrape.value('nodejs_eventloop_lag_p99_seconds')).not.toBeNull()
    expect((await fetch(`http://127.0.0.1:${port}/v1/payments`, { headers })).status).toBe(404)
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
    gateway.signal('SIGTERM')
    expect((await gateway.finished).code).toBe(0)
  })

  it.each(['dev', 'serve'] as const)('that another program uses does not start: %s', async (command) => {
    const other = await listenLocally((_, response) => void response.end(), null)
    const started = place.start(command, { METRICS_PORT: String(other.port) })
    await expect(started).rejects.toThrow(
      `Port ${other.port} is already in use: stop the program that uses it, or set METRICS_PORT to another port.`,
    )
    await other.close()
  })

  it('whose metrics other machines could read is no sandbox', async () => {
    const { code, stderr } = await place.run(['dev'], { METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })
    expect(code).toBe(2)
    expect(stderr).toContain('METRICS_HOST must be a loopback address')
  })

  it('equal to PORT does not start', async () => {
    const { code, stderr } = await place.run(['dev'], { METRICS_PORT: '4242' })
    expect(code).toBe(2)
    expect(stderr).toContain('METRICS_PORT and PORT must be different ports')
  })
})

describe('the port of the metrics', () => {
  const contentType = 'text/plain'

  it('reads everything once for all who ask at the same time', async () => {
    let reads = 0
    const read = async () => {
      reads += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
      return `reads ${reads}\n`
    }
    const server = await serveMetrics({ read, contentType }, { host: '127.0.0.1', port: 0 })
    const get = async () => (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
    expect(new Set(await Promise.all([get(), get(), get()]))).toEqual(new Set(['reads 1\n']))
    expect(await get()).toBe('reads 2\n')
    await server.close()
  })

  it('answers when they cannot be read, and refuses other methods', async () => {
    const read = () => Promise.reject(new Error('with a secret'))
    const server = await serveMetrics({ read, contentType }, { host: '127.0.0.1', port: 0 })
    const url = `http://127.0.0.1:${server.port}/metrics`
    const failed = await fetch(url)
    expect([failed.status, await failed.text()]).toEqual([500, 'The metrics could not be read.\n'])
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    await server.close()
  })
})

it('without METRICS_PORT, nothing of it is loaded', () => {
  const users = readSourceFiles('src').filter(({ path }) => !path.startsWith('src/metrics/'))
  const imports = users.flatMap(({ path, text }) =>
    [...text.matchAll(/^import (?!type ).*'[^']*\/metrics\/[^']*'|^import .*'prom-client'/gm)].map(
      ([line]) => `${path}: ${line}`,
    ),
  )
  expect(imports).toEqual([])
})
