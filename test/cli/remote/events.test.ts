/** `flowlix events`: what a running gateway tells of its payments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { session } from '../../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { type Desk, openDesk, type Typed } from '../../support/typed-command.ts'

let gateway: ListeningApp
let desk: Desk
let paymentId: string
let eventId: string
beforeAll(async () => {
  gateway = await openListeningApp()
  desk = openDesk()
  paymentId = await cancelOne()
  const listed = await events('list', '--json')
  eventId = JSON.parse(listed.stdout).id
})
afterAll(async () => {
  desk.close()
  await gateway.close()
})

async function cancelOne(): Promise<string> {
  const created = await gateway.app.call('POST', '/v1/payments/hpp', session)
  const { id } = (await created.json()) as { id: string }
  await gateway.app.call('POST', `/v1/payments/${id}/cancel`)
  return id
}

const url = () => `http://127.0.0.1:${gateway.port}`
const events = (...args: readonly string[]): Promise<Typed> =>
  desk.type(['events', ...args], { FLOWLIX_API_URL: url() })

describe('flowlix events', () => {
  it('lists the newest events, as a table or as JSON', async () => {
    const { code, stdout, stderr } = await events('list')
    expect([code, stderr]).toEqual([0, ''])
    const [head, row = '', ...more] = stdout.split('\n')
    expect(head?.split(/ +/)).toEqual(['TIME', 'TYPE', 'ID', 'PAYMENT', 'AMOUNT'])
    expect(row.split(/ {2,}/).slice(1)).toEqual(['payment.canceled', eventId, paymentId, 'EUR 25.00'])
    expect(more).toEqual([])
    expect((await events('list', '--type', 'webhook_endpoint.test')).stdout).toBe('There are no such events.')
    expect((await events('list', '--type', 'refund.created')).stdout).toBe('There are no such events.')
    await cancelOne()
    const newest = await events('list', '--limit', '1', '--json')
    expect(newest.stdout.split('\n')).toHaveLength(1)
    expect((await events('list', '--limit', '1')).stderr).toContain('There are more events')
    expect((await events('list', '--payment', paymentId, '--json')).stdout).toContain(eventId)
  })

  it('prints one event byte for byte', async () => {
    const sent = await (await gateway.app.call('GET', `/v1/events/${eventId}`)).text()
    expect((await events('get', eventId, '--json')).stdout).toBe(sent)
    const { stdout } = await events('get', eventId)
    expect(JSON.parse(stdout)).toEqual(JSON.parse(sent))
    expect(stdout).toContain('\n  "type": "payment.canceled",\n')
  })

  it('sends one again to every endpoint, or to one', async () => {
    const none = await events('resend', eventId)
    expect(none.stdout).toBe(
      `${eventId} is not sent to any endpoint: no enabled endpoint subscribes to its type. To send it to another one, name it with --endpoint.`,
    )
    const created = await gateway.app.call('POST', '/v1/webhook_endpoints', { url: 'http://127.0.0.1:2000/' })
    const { id } = (await created.json()) as { id: string }
    const one = await events('resend', eventId, '--endpoint', id)
    expect(one.stdout).toBe(`${eventId} will be sent again to 1 endpoint: ${id}.`)
    const { stdout } = await events('resend', eventId, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ event: eventId, webhook_endpoint: id })
  })

  it.each([
    [['list', '--type', 'payment.lost'], /^flowlix: "payment.lost" is not an event type; .+\.$/],
    [
      ['list', '--limit', '0'],
      'flowlix: --limit must be an integer from 1 to 100. See "flowlix events list --help".',
    ],
    [
      ['get', '../payments'],
      'flowlix: the event ID must look like evt_.... See "flowlix events get --help".',
    ],
    [['get', 'evt_0'], 'flowlix: No such event exists for this key.'],
    [
      ['resend', 'evt_1', '--endpoint', 'me'],
      'flowlix: --endpoint must look like we_.... See "flowlix events resend --help".',
    ],
  ])('explains in one sentence what is wrong with %j, with status 2', async (args, sentence) => {
    const { code, stdout, stderr } = await events(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toContain('\n')
  })
})

describe('the connection', () => {
  const list = (settings: Readonly<Record<string, string>>) => desk.type(['events', 'list'], settings)

  it('needs a gateway', async () => {
    expect(await list({ FLOWLIX_API_URL: 'http://127.0.0.1:2' })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'flowlix: No gateway responds at http://127.0.0.1:2 (connection refused): start one with "npm start", or set FLOWLIX_API_URL.',
    })
  })

  it('takes the key from the settings, and sends the public one only to this machine', async () => {
    const FLOWLIX_API_KEY = await gateway.app.newKey('test', 'other')
    const other = await list({ FLOWLIX_API_URL: url(), FLOWLIX_API_KEY })
    expect([other.code, other.stdout]).toEqual([0, 'There are no such events.'])
    const unknown = await list({ FLOWLIX_API_URL: url(), FLOWLIX_API_KEY: 'fl_test_sk_unknown' })
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^flowlix: .*API key.*\.$/) })
    const elsewhere = await list({ FLOWLIX_API_URL: 'https://api.shop.example' })
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      'flowlix: FLOWLIX_API_KEY must be set, because the public key of the sandbox is only for a gateway on this machine. See "flowlix events list --help".',
    ])
  })

  it('has settings that are checked', async () => {
    const { code, stderr } = await list({ FLOWLIX_API_URL: 'localhost', FLOWLIX_API_KEY: 'secret' })
    expect(code).toBe(2)
    expect(stderr).toContain('  - FLOWLIX_API_URL must be an origin')
    expect(stderr).toContain('  - FLOWLIX_API_KEY must be a secret API key')
    expect(stderr).not.toContain('secret"')
  })
})
