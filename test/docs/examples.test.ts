/**
 * The examples of the page, run as they stand there against the real gateway: taken from the served page, with nothing
 * replaced but the id and the order's number, since every language has its own. The languages whose runtime this machine has are run; curl and Node.js must be there.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Flowlix } from '../../client/src/flowlix.ts'
import { exampleEndpointId, exampleEventId, exampleId, exampleKey } from '../../src/api-docs/example-calls.ts'
import type { Language } from '../../src/api-docs/examples.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { exampleText, presentLanguages as present, programs, readable } from './shown.ts'

const run = promisify(execFile)
const shopUrl = 'https://shop.example.com/webhooks'
/** Nobody listens there: what is shown is only that it is asked for. */
const receiver = 'http://localhost:9999/webhooks'
const folder = mkdtempSync(join(tmpdir(), 'flowlix-examples-'))
let gateway: TestApp
let server: HttpServer
let flowlix: Flowlix
let html: string

beforeAll(async () => {
  const port = await freePort()
  const apiUrl = `http://127.0.0.1:${port}`
  gateway = await openTestApp({ apiUrl, payUrl: apiUrl, clock: systemClock })
  server = await listen(gateway.app.fetch, {
    port,
    host: '127.0.0.1',
    apiUrl: '',
    payUrl: '',
    requestId: () => 'req_0',
  })
  flowlix = new Flowlix({ apiKey: exampleKey, baseUrl: apiUrl })
  html = await (await fetch(`${apiUrl}/docs`)).text()
})

afterAll(async () => {
  await server.stop()
  await gateway.close()
  rmSync(folder, { recursive: true })
})

function save(language: Language, text: string): readonly [program: string, file: string] {
  const [program, extension] = programs[language]
  const file = join(folder, `example.${extension}`)
  writeFileSync(file, text)
  return [program, file]
}

async function execute(language: Language, text: string): Promise<string> {
  const [program, file] = save(language, text)
  return (await run(program, [file], { encoding: 'utf8' })).stdout
}

const card = { number: '4111111111111111', exp_month: 12, exp_year: 2040, cvc: '123', holder_name: 'A. Berg' }

async function paid(amount = 2500): Promise<string> {
  const { id } = await flowlix.payments.create({ amount, currency: 'eur', card })
  await expect.poll(async () => (await flowlix.payments.retrieve(id)).status).toBe('succeeded')
  return id
}

async function eventsOf(paymentId: string): Promise<readonly unknown[]> {
  const listed = await gateway.call('GET', `/v1/events?payment=${paymentId}`)
  return ((await listed.json()) as { data: readonly unknown[] }).data
}

async function open(): Promise<string> {
  const redirect_url = 'https://shop.example.com/done'
  return (await flowlix.payments.createSession({ amount: 2500, currency: 'eur', redirect_url })).id
}

test('curl and Node.js are here', () => {
  expect(present).toEqual(expect.arrayContaining(['curl', 'node']))
})

/** Who tries one language after the other sends the same request each time, whatever spelling each has for it. */
const idOf = (output: string): string => /pay_[0-9a-f-]{36}/.exec(output)?.[0] ?? 'none'

test('all languages create the same session, in the guide and in the reference', async () => {
  const ids = new Set<string>()
  for (const language of present)
    for (const section of ['create', 'create-hosted-payment'])
      ids.add(idOf(await execute(language, exampleText(html, section, language))))
  expect([...ids]).toEqual([expect.stringMatching(/^pay_/)])
})

test('all languages charge the same card, once', async () => {
  const ids = new Set<string>()
  for (const language of present)
    ids.add(idOf(await execute(language, exampleText(html, 'create-direct-payment', language))))
  expect(ids.size).toBe(1)
  const [id = ''] = ids
  await expect.poll(async () => (await flowlix.payments.retrieve(id)).status).toBe('succeeded')
})

describe.each(present)('in %s', (language) => {
  const example = (section: string, id = exampleId): string =>
    exampleText(html, section, language)
      .replaceAll(exampleId, id)
      .replaceAll(/(order|endpoint|roll|recover|resend)-(\d+)/g, `$1-$2-${language}`)

  test('a payment is read', async () => {
    const id = await paid()
    const output = await execute(language, example('get-payment', id))
    expect(output).toContain(id)
    expect(output).toContain('succeeded')
  })

  test('payments are listed', async () => {
    const id = await paid()
    expect(await execute(language, example('list-payments'))).toContain(id)
  })

  test('events are listed, and one of them is read', async () => {
    const id = await paid()
    const [event] = (await eventsOf(id)) as [{ id: string }]
    expect(await execute(language, example('list-events'))).toMatch(
      new RegExp(`${event.id}.*payment\\.succeeded`, 's'),
    )
    const one = example('get-event').replaceAll(exampleEventId, event.id)
    expect(await execute(language, one)).toMatch(new RegExp(`${event.id}.*payment\\.succeeded`, 's'))
  })

  test('events are printed as they happen', async () => {
    const [program, file] = save(language, example('stream-events'))
    const reader = spawn(program, [file], { detached: true })
    let output = ''
    reader.stdout.on('data', (text) => {
      output += text
    })
    try {
      // It sees only what happens once it is connected.
      await expect
        .poll(async () => {
          await flowlix.payments.cancel(await open())
          return output
        })
        .toMatch(/evt_[0-9a-z]{26}.*payment\.canceled/s)
    } finally {
      if (reader.pid !== undefined) process.kill(-reader.pid)
    }
  })

  test('webhook endpoints are managed', async () => {
    const created = await execute(language, example('create-webhook-endpoint').replaceAll(shopUrl, receiver))
    const id = /we_[0-9a-z]{26}/.exec(created)?.[0] ?? 'none'
    expect(created).toMatch(/whsec_[A-Za-z0-9+/]{43}=/)
    const ofOne = (section: string): Promise<string> =>
      execute(language, example(section).replaceAll(exampleEndpointId, id))
    expect(await execute(language, example('list-webhook-endpoints'))).toContain(id)
    for (const section of ['get-webhook-endpoint', 'update-webhook-endpoint', 'enable-webhook-endpoint']) {
      expect(await ofOne(section)).toMatch(new RegExp(`${id}.*enabled`, 's'))
    }
    expect(await ofOne('roll-webhook-secret')).toContain('whsec_')
    const event = /evt_[0-9a-z]{26}/.exec(await ofOne('test-webhook-endpoint'))?.[0] ?? 'none'
    const ofEvent = async (section: string): Promise<string> =>
      execute(language, example(section).replaceAll(exampleEndpointId, id).replaceAll(exampleEventId, event))
    expect(await ofEvent('get-delivery')).toContain(event)
    expect(await ofEvent('resend-event')).toContain(event)
    await ofOne('list-deliveries')
    expect(await ofOne('recover-deliveries')).toMatch(/0/)
    expect(await ofOne('disable-webhook-endpoint')).toContain('disabled')
    expect(await ofOne('delete-webhook-endpoint')).toContain(id)
  })

  test('a part is refunded', async () => {
    const id = await paid()
    expect(await execute(language, example('refund-payment', id))).toContain(id)
    expect(await flowlix.payments.retrieve(id)).toMatchObject({ refunded_amount: 1000 })
  })

  test('an open payment is canceled', async () => {
    const id = await open()
    expect(await execute(language, example('cancel-payment', id))).toContain('canceled')
  })

  test('what does not exist ends the program with an error', async () => {
    await expect(execute(language, example('get-payment'))).rejects.toThrow()
  })
})

test('the typed client does what the page says', async () => {
  const room = new URL('../../client/src/flowlix.ts', import.meta.url).href
  const text = readable(/flowlix-client .*?<pre[^>]*>(.*?)<\/pre>/s.exec(html)?.[1])
  const output = await execute('node', text.replace("'flowlix-client'", `'${room}'`))
  expect(output).toMatch(/^pay_[0-9a-f-]{36} http:\/\/127\.0\.0\.1:\d+\/hpp\/pay_/)
  expect(output).toContain(`${await newestPaid()} 2500`)
})

async function newestPaid(): Promise<string | undefined> {
  return (await flowlix.payments.list({ status: 'succeeded', limit: 1 })).data[0]?.id
}

describe.each(present.filter((language) => language !== 'curl'))('the return, handled in %s,', (language) => {
  const example = (id: string): string => exampleText(html, 'verify', language).replaceAll(exampleId, id)

  test('distinguishes paid from open', async () => {
    expect(await execute(language, example(await paid()))).toBe('paid\n')
    expect(await execute(language, example(await open()))).toMatch(/^still pending/)
  })

  test('is not fooled by another payment in the query', async () => {
    const own = await open()
    const foreign = await paid()
    const edited = example(own).replace(`payment_id=${own}`, `payment_id=${foreign}`)
    await expect(execute(language, edited)).rejects.toThrow('belongs to another order')
  })

  test('is not fooled by a cheaper payment stored with the order', async () => {
    await expect(execute(language, example(await paid(100)))).rejects.toThrow('does not pay this order')
  })
})
