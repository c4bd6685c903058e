/** `flowlix listen`: a real gateway, a real shop, and whoever looks at the terminal. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyWebhook } from '../../../client/src/flowlix.ts'
import { documentedTestKey } from '../../../src/api/documented-key.ts'
import { GatewayApi } from '../../../src/cli/remote/gateway-api.ts'
import { listenTo, type Wish } from '../../../src/cli/remote/listening.ts'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { listenSecret } from '../../../src/webhooks/listen-secret.ts'
import { session } from '../../../verification/app/test-app.ts'
import { freePort } from '../../../verification/gateway-process.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { type LocalServer, listenLocally } from '../../support/listen-locally.ts'
import { makeCertificate } from '../../support/own-certificate.ts'
import { type WrittenTerminal, writtenTerminal } from '../../support/written-terminal.ts'

const secret = listenSecret(documentedTestKey)
const url = 'http://localhost:3000/webhooks?shop=1'

type Request = Readonly<{ path: string; headers: IncomingHttpHeaders; body: string }>

let folder: string
let port: number
let gateway: ListeningApp
let shop: LocalServer
let received: Request[]
/** What the shop responds with next; 200 when there is nothing left. */
let responses: number[]
let listeners: Readonly<{ written: WrittenTerminal; ended: Promise<void> }>[]

async function openShop(certificate: Parameters<typeof listenLocally>[1] = null): Promise<LocalServer> {
  return listenLocally((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { url: path = '', headers } = request
      received.push({ path, headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(responses.shift() ?? 200).end('broken\u0007 \n\nagain')
    })
  }, certificate)
}

const openGateway = () => openListeningApp({ clock: systemClock, folder, engine: 'sqlite' }, { port })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-listen-'))
  port = await freePort()
  gateway = await openGateway()
  ;[received, responses, listeners] = [[], [], []]
  shop = await openShop()
})
afterEach(async () => {
  for (const { written, ended } of listeners) {
    written.interrupt()
    await ended
  }
  await shop.close()
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

const targetOf = (to: string): Wish['target'] => ({
  ...{ url: new URL(to), secret, headers: { 'x-shop': '7' }, timeoutMs: 5_000 },
  ...{ skipsVerification: false, shown: url },
})

function listen(wish: Partial<Wish> = {}, key: string | null = null): WrittenTerminal {
  const written = writtenTerminal(gateway.app.app.gateway.log)
  const api = new GatewayApi({ gatewayUrl: `http://127.0.0.1:${port}`, gatewayKey: key })
  const target = targetOf(`http://127.0.0.1:${shop.port}/webhooks?shop=1`)
  const usual: Wish = { since: { kind: 'now' }, types: null, target, pausesMs: [20, 20], asJson: false }
  const waits = { reconnectMs: 20, silenceMs: 60_000 }
  const ended = listenTo(api, { ...usual, ...wish }, written.terminal, waits)
  listeners.push({ written, ended: ended.catch(() => {}) })
  return written
}

const line = (written: WrittenTerminal, part: string | RegExp): Promise<string> =>
  vi.waitFor(() => {
    const found = [...written.out, ...written.noted].find((one) =>
      typeof part === 'string' ? one.includes(part) : part.test(one),
    )
    if (found === undefined) throw new Error(`no line has ${part}:\n${written.out.join('\n')}`)
    return found
  }, 20_000)

const count = (written: WrittenTerminal, part: string): number =>
  written.out.filter((one) => one.includes(part)).length

/** A canceled payment. Returns the ID of its event. */
async function happen(): Promise<string> {
  const created = await gateway.app.call('POST', '/v1/payments/hpp', session)
  const { id } = (await created.json()) as { id: string }
  await gateway.app.call('POST', `/v1/payments/${id}/cancel`)
  const listed = await gateway.app.call('GET', `/v1/events?payment=${id}`)
  return ((await listed.json()) as { data: { id: string }[] }).data[0]?.id ?? ''
}

describe('flowlix listen', () => {
  it('shows what happens, and forwards it signed as the gateway signs it', async () => {
    await happen()
    const written = listen()
    expect(await line(written, 'Ready.')).toBe(
      `Ready. Signing secret ${secret} (the same each time for this key). Ctrl-C ends.`,
    )
    const id = await happen()
    await line(written, '[200]')
    const [, shown = '', done = ''] = written.out
    expect(shown).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}--> {2}payment\.canceled {2}evt_/)
    expect(shown).toMatch(/ {2}pay_\S+ {2}EUR 25\.00$/)
    expect(done).toMatch(/ {2}<-- {2}\[200\] POST http:\/\/localhost:3000\/webhooks\?shop=1 {2}\d+ ms$/)
    const [request] = received
    expect(received).toHaveLength(1)
    expect(request).toMatchObject({ path: '/webhooks?shop=1', headers: { 'x-shop': '7' } })
    const { body = '', headers = {} } = request ?? {}
    expect(body).toBe(await (await gateway.app.call('GET', `/v1/events/${id}`)).text())
    expect(await verifyWebhook({ payload: body, headers, secret })).toMatchObject({ id })
    const own = { 'flowlix-signature': headers['flowlix-signature'] }
    expect(await verifyWebhook({ payload: body, headers: own, secret })).toMatchObject({ id })
  })

  it('leaves out tests of endpoints unless it is asked for them', async () => {
    const written = listen()
    await line(written, 'Ready.')
    const created = await gateway.app.call('POST', '/v1/webhook_endpoints', {
      url: `http://127.0.0.1:${shop.port}/`,
    })
    const { id } = (await created.json()) as { id: string }
    await gateway.app.call('POST', `/v1/webhook_endpoints/${id}/test`)
    await happen()
    await line(written, '-->')
    expect(count(written, 'webhook_endpoint.test')).toBe(0)
  })

  it('shows and forwards only the types that were asked for', async () => {
    const written = listen({ types: ['refund.created', 'webhook_endpoint.test'] })
    await line(written, 'Ready.')
    await happen()
    const endpoint = { url: `http://127.0.0.1:${shop.port}/`, events: ['refund.failed'] }
    const created = await gateway.app.call('POST', '/v1/webhook_endpoints', endpoint)
    const { id } = (await created.json()) as { id: string }
    await gateway.app.call('POST', `/v1/webhook_endpoints/${id}/test`)
    await line(written, '[200]')
    expect([count(written, '-->'), count(written, 'webhook_endpoint.test')]).toEqual([1, 1])
  })

  it('repeats what fails, keeps the order, and gives up in the end', async () => {
    responses = [500, 404, 503, 302]
    const written = listen()
    await line(written, 'Ready.')
    const ids = [await happen(), await happen()]
    await line(written, '[200]')
    const [first, second] = ids
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
      first,
      first,
      first,
      second,
      second,
    ])
    expect(await line(written, '[500]')).toMatch(/ms; again in 0\.02 s$/)
    expect(await line(written, 'broken')).toMatch(/ {2} {5}broken again$/)
    expect(await line(written, '[503]')).toContain(
      `given up; send it again with "flowlix events resend ${first}"`,
    )
    expect(await line(written, '[302]')).toContain('again in')
  })

  it('says why there is no response', async () => {
    const { port: closed } = shop
    await shop.close()
    const written = listen({ pausesMs: [] })
    const dead = await listenLocally((request) => request.socket.destroy(), null)
    const reset = listen({ pausesMs: [], target: targetOf(`http://127.0.0.1:${dead.port}/`) })
    const slow = await listenLocally(() => {}, null)
    const late = { ...targetOf(`http://127.0.0.1:${slow.port}/`), timeoutMs: 50 } as Wish['target']
    const silent = listen({ pausesMs: [], target: late })
    shop = await openShop(makeCertificate('127.0.0.1'))
    const own = targetOf(`https://127.0.0.1:${shop.port}/`)
    const distrusted = listen({ pausesMs: [], target: own })
    const trusted = listen({ target: { ...own, skipsVerification: true } as Wish['target'] })
    for (const one of [written, reset, silent, distrusted, trusted]) await line(one, 'Ready.')
    await happen()
    expect(await line(written, '[ERROR]')).toContain(`[ERROR] ${url}: connection refused; given up`)
    expect(await line(reset, '[ERROR]')).toContain('connection reset')
    expect(await line(silent, '[ERROR]')).toContain('no response within 0.05 s')
    expect(await line(distrusted, '[ERROR]')).toContain('the certificate is not trusted: use --skip-verify')
    await line(trusted, '[200]')
    expect(closed).not.toBe(shop.port)
    await dead.close()
    await slow.close()
  })

  it('misses nothing while the gateway is restarted, and repeats nothing', async () => {
    const written = listen()
    await line(written, 'Ready.')
    const early = await happen()
    const before = await happen()
    await line(written, before)
    gateway.app.app.stopAccepting()
    await line(written, 'the gateway is unreachable')
    const missed = await happen()
    await gateway.close()
    gateway = await openGateway()
    expect(await line(written, 'was unreachable')).toContain(`continuing after ${before}, nothing missed`)
    const after = await happen()
    await line(written, after)
    const shown = [early, before, missed, after].map((id) => count(written, `payment.canceled  ${id}`))
    expect(shown).toEqual([1, 1, 1, 1])
  })

  it('starts with the first event if there was none before the gateway went away', async () => {
    const written = listen()
    await line(written, 'Ready.')
    gateway.app.app.stopAccepting()
    await line(written, 'the gateway is unreachable')
    const ids = [await happen(), await happen()]
    await gateway.close()
    gateway = await openGateway()
    expect(await line(written, 'was unreachable')).toContain(
      'continuing from its first event, nothing missed',
    )
    for (const id of ids) await line(written, id)
    expect(count(written, '-->')).toBe(2)
  })

  it('says so if the gateway comes back with another database', async () => {
    const written = listen()
    await line(written, 'Ready.')
    await happen()
    await line(written, '-->')
    gateway.app.app.stopAccepting()
    await gateway.close()
    const other = mkdtempSync(join(tmpdir(), 'flowlix-listen-'))
    gateway = await openListeningApp({ clock: systemClock, folder: other, engine: 'sqlite' }, { port })
    expect(await line(written, 'was unreachable')).toContain('some may be missing')
    await line(written, await happen())
    written.interrupt()
    await Promise.all(listeners.map(({ ended }) => ended))
    rmSync(other, { recursive: true, force: true })
  })

  it('shows again what is sent again on request', async () => {
    const id = await happen()
    const written = listen()
    await line(written, 'Ready.')
    await gateway.app.call('POST', `/v1/events/${id}/resend`)
    await line(written, id)
    await gateway.app.call('POST', `/v1/events/${id}/resend`)
    await vi.waitFor(() => expect(count(written, id)).toBe(2), 20_000)
  })

  it('begins at a time, or after an event', async () => {
    const [first, second] = [await happen(), await happen()]
    const all = listen({ since: { kind: 'time', atMs: Date.now() - 60_000 } })
    await line(all, second)
    expect([count(all, first), count(all, '-->')]).toEqual([1, 2])
    const rest = listen({ since: { kind: 'event', id: first } })
    await line(rest, second)
    expect(count(rest, first)).toBe(0)
    const none = listen({ since: { kind: 'time', atMs: Date.now() + 60_000 } })
    await line(none, 'Ready.')
    const third = await happen()
    for (const one of [all, rest, none]) await line(one, third)
    expect(count(none, '-->')).toBe(1)
  })

  it('prints events as JSON for another program, and everything else beside them', async () => {
    const written = listen({ asJson: true })
    await line(written, 'Ready.')
    const id = await happen()
    await line(written, '[200]')
    expect(written.out).toEqual([await (await gateway.app.call('GET', `/v1/events/${id}`)).text()])
    expect(written.noted).toHaveLength(2)
  })

  it('ends when it is told to, and says what was not forwarded', async () => {
    const written = listen({ pausesMs: [60_000] })
    await line(written, 'Ready.')
    const done = await happen()
    await line(written, '[200]')
    responses = [500]
    await happen()
    await line(written, '[500]')
    await line(written, await happen())
    written.interrupt()
    await Promise.all(listeners.map(({ ended }) => ended))
    expect(written.out.at(-1)).toBe(
      `2 events were not forwarded. To forward them, begin with --since ${done}.`,
    )
  })
})
