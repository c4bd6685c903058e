/** Commands of an operator while the gateway runs, and a live payment through the page, process by process. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place, type Process } from '../support/command-line.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

type Json = Readonly<Record<string, unknown>>
type Answer = Readonly<{ status: number; body: Json }>

const liveAcquirer = fileURLToPath(new URL('../support/live-acquirer.ts', import.meta.url))
const session = { amount: 4_200, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
/** It has a valid check digit and is not a test card. */
const pan = '4929420573595709'
const card = { number: pan, expiry: '12/30', cvc: '737', name: 'Ada Lovelace', email: 'ada@example.com' }

let place: Place
/** What needs no process of its own. */
let desk: Desk
let gateway: Process
let merchantId: string
let keys: Readonly<Record<'test' | 'live' | 'revoked', string>>

async function newKey(mode: 'test' | 'live'): Promise<Readonly<{ key: string; id: string }>> {
  const { stdout, stderr } = await desk.type(['keys', 'create', '--merchant', merchantId, '--mode', mode])
  return { key: stdout, id: /key_\w+/.exec(stderr)?.[0] ?? '' }
}

async function call(key: string, path: string, body?: Json): Promise<Answer> {
  const response = await fetch(`${gateway.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Json }
}

async function newPayment(key: string): Promise<string> {
  const { status, body } = await call(key, '/v1/payments/hpp', session)
  expect(status).toBe(201)
  return String(body.id)
}

/** The page as a browser without scripts uses it: read the form, send it. */
async function sendForm(id: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const html = await (await fetch(`${gateway.url}/hpp/${id}`)).text()
  const action = /action="(\/hpp\/[^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
  return fetch(`${gateway.url}${action}`, {
    method: 'POST',
    headers: { origin: gateway.url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields),
  })
}

beforeAll(async () => {
  place = openPlace()
  desk = openDesk(join(place.folder, 'data'))
  await desk.type(['init'])
  const facts = ['--legal-name', 'Ada’s Books B.V.', '--city', 'Utrecht', '--country', 'NL']
  const contact = ['--support-email', 'help@ada.example']
  const created = await desk.type(['merchants', 'create', '--name', 'Ada’s Books', ...facts, ...contact])
  merchantId = /mer_\w+/.exec(created.stdout)?.[0] ?? ''
  gateway = await place.start('serve', { LIVE_ACQUIRER: liveAcquirer })
  keys = {
    test: (await newKey('test')).key,
    live: (await newKey('live')).key,
    revoked: (await newKey('test')).key,
  }
})
afterAll(() => place.close())

describe('keys', () => {
  it('work as soon as they are created, while the gateway is running', async () => {
    for (const key of [keys.test, keys.live]) expect((await call(key, '/v1/payments')).status).toBe(200)
  })

  it('are listed without their secrets', async () => {
    const { stdout } = await place.run(['keys', 'list', '--merchant', merchantId])
    expect(stdout.trim().split('\n')).toHaveLength(1 + 3)
    expect(stdout).toContain(`fl_test_sk_...${keys.test.slice(-4)}`)
    for (const key of Object.values(keys)) expect(stdout).not.toContain(key.slice(0, -4))
  })

  it('stop working with the next request after another process revokes them', async () => {
    expect((await call(keys.revoked, '/v1/payments')).status).toBe(200)
    const { stdout } = await place.run(['keys', 'list'])
    const line = stdout.split('\n').find((one) => one.includes(`...${keys.revoked.slice(-4)}`)) ?? ''
    const id = /key_\w+/.exec(line)?.[0] ?? ''
    expect(await place.run(['keys', 'revoke', id])).toMatchObject({ code: 0 })
    expect((await call(keys.revoked, '/v1/payments')).status).toBe(401)
    expect((await place.run(['keys', 'list'])).stdout).toMatch(new RegExp(`${id}.* revoked `))
    expect((await place.run(['keys', 'revoke', id])).code).toBe(2)
  })

  it('are neither on disk nor in the log: only their hashes are stored', () => {
    const folder = join(place.folder, 'data')
    const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(written.join('')).toContain(merchantId)
    for (const key of Object.values(keys)) {
      expect(key).toMatch(/^fl_(test|live)_sk_[0-9A-Za-z]{38}$/)
      for (const text of [...written, gateway.output()]) expect(text.includes(key.slice(11))).toBe(false)
    }
  })
})

describe('a live payment', () => {
  it('has a page without a trace of test mode', async () => {
    const html = await (await fetch(`${gateway.url}/hpp/${await newPayment(keys.live)}`)).text()
    expect(html).toContain('Ada’s Books')
    // A form's address ends in random letters.
    const body = html.replace(/<(style|script)[\s\S]*?<\/\1>| action="[^"]*"/g, '')
    expect(body).not.toMatch(/test/i)
  })

  it('is paid on the page, and read by its merchant', async () => {
    const id = await newPayment(keys.live)
    const answer = await sendForm(id, card)
    expect(answer.url).toBe(`${gateway.url}/hpp/${id}/return`)
    expect(await answer.text()).toContain(
      `https://shop.example.com/done?payment_id=${id}&amp;status=succeeded`,
    )
    const { body } = await call(keys.live, `/v1/payments/${id}`)
    expect(body).toMatchObject({
      status: 'succeeded',
      livemode: true,
      card: { last4: '5709', country: 'NL' },
    })
    expect(body.provider_transaction_id).toMatch(/^acq_/)
    expect(gateway.output()).not.toContain(pan)
  })

  it('is not visible in test mode', async () => {
    const id = await newPayment(keys.live)
    expect((await call(keys.test, `/v1/payments/${id}`)).status).toBe(404)
  })

  it('does not know the buttons of the test tools', async () => {
    const id = await newPayment(keys.live)
    expect((await sendForm(id, { test_card: '4111111111111111' })).status).toBe(422)
    expect((await call(keys.live, `/v1/payments/${id}`)).body.status).toBe('pending')
  })

  it('rejects test card numbers', async () => {
    const id = await newPayment(keys.live)
    const answer = await sendForm(id, { ...card, number: '4111111111111111' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('This is a test number')
    expect((await call(keys.live, `/v1/payments/${id}`)).body.status).toBe('pending')
  })

  it('is explained, and reconciles', async () => {
    const id = await newPayment(keys.test)
    await sendForm(id, { test_card: '4111111111111111' })
    const told = await place.run(['explain', id])
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(told.stdout).toMatch(/4200 eur .*test mode/)
    expect(told.stdout.split('\n').length).toBeGreaterThan(5)
    const compared = await place.run(['reconcile', '--mode', 'test'])
    expect(compared).toMatchObject({ code: 0, stderr: '' })
    expect(compared.stdout).toMatch(
      /1 match, 4200 eur taken and 0 eur refunded\n[\s\S]*No unresolved differences/,
    )
  })
})

describe('without a live acquirer', () => {
  it('live payments are rejected, and test payments are accepted', async () => {
    const plain = await place.start('serve')
    const statuses = [keys.live, keys.test].map(async (key) => {
      const response = await fetch(`${plain.url}/v1/payments/hpp`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(session),
      })
      return response.status
    })
    expect(await Promise.all(statuses)).toEqual([403, 201])
  })
})
