/** What concerns security is in the log: who did what, when, from where, to what, and with which outcome. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../src/cli/identity.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { openPlace } from '../support/command-line.ts'
import { readConfig } from '../support/read-config.ts'

type Line = Readonly<Record<string, unknown>>

const from = { 'x-forwarded-for': '203.0.113.9' }
const wrongKey = `fl_test_sk_${'x'.repeat(38)}`

let server: ListeningApp
let url: string

beforeAll(async () => {
  const trustedProxies = [parseNetwork('127.0.0.1') ?? []].flat()
  server = await openListeningApp({ rateLimitPerMinute: 2 }, { trustedProxies })
  url = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.close())
beforeEach(() => {
  server.app.logLines.length = 0
})

function events(): readonly Line[] {
  return server.app.logLines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ security }) => security !== undefined)
}

const common = (response: Response) => ({
  level: 'warn',
  time: expect.stringMatching(/Z$/),
  outcome: 'refused',
  address: '203.0.113.9',
  requestId: response.headers.get('flowlix-request-id'),
})

describe('the log names', () => {
  it('a request with a wrong key, and never the key', async () => {
    const response = await fetch(`${url}/v1/payments`, {
      headers: { ...from, authorization: `Bearer ${wrongKey}` },
    })
    expect(events()).toMatchObject([{ ...common(response), security: 'authentication_failed', who: null }])
    expect(server.app.logLines.join()).not.toContain('x'.repeat(8))
  })

  it('a request over the limit, and by which key', async () => {
    const key = { authorization: `Bearer ${await server.app.newKey('test')}`, ...from }
    for (let i = 0; i < 2; i++) await fetch(`${url}/v1/payments`, { headers: key })
    const response = await fetch(`${url}/v1/payments`, { headers: key })
    expect(response.status).toBe(429)
    expect(events()).toMatchObject([
      {
        ...common(response),
        security: 'throttled',
        rule: 'requests_by_key',
        who: expect.stringMatching(/^key_[0-9a-z]{26}$/),
      },
    ])
  })

  it('a form that another site sent, and to which payment', async () => {
    const { id } = (await (await server.app.call('POST', '/v1/payments/hpp', session)).json()) as {
      id: string
    }
    const html = await (await fetch(`${url}/hpp/${id}`)).text()
    const action = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
    const headers = { ...from, origin: 'https://evil.example' }
    const body = new URLSearchParams({ number: '4111111111111111' })
    const response = await fetch(url + action, { method: 'POST', headers, body })
    expect(response.status).toBe(403)
    expect(events()).toMatchObject([{ ...common(response), security: 'foreign_form', object: id }])
    expect(server.app.logLines.join()).not.toContain('41111111')
  })

  it('start and stop, with who, version and settings, whatever the level', async () => {
    const place = openPlace()
    const gateway = await place.start('dev', { LOG_LEVEL: 'error', LOG_FORMAT: 'json' })
    gateway.signal('SIGTERM')
    const { stdout } = await gateway.finished
    await place.close()
    const lines = stdout.split('\n').filter((line) => line.startsWith('{"level"'))
    expect(lines.map((line) => JSON.parse(line) as Line)).toMatchObject([
      {
        security: 'started',
        outcome: 'done',
        who: expect.stringMatching(/./),
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        settings: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      { security: 'stopped', outcome: 'done' },
    ])
  })

  it('the same settings by the same word, and others by another', () => {
    const word = (environment: Record<string, string>) => fingerprintOf(readConfig(environment, 'dev'))
    expect(word({})).toBe(word({ PORT: '4242' }))
    expect(word({})).not.toBe(word({ ATTEMPTS_MAX: '2' }))
  })
})
