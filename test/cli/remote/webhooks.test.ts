/** `flowlix webhooks`: the endpoints of a running gateway. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { session } from '../../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { type LocalServer, listenLocally } from '../../support/listen-locally.ts'
import { type Desk, openDesk, type Typed } from '../../support/typed-command.ts'

let gateway: ListeningApp
let receiver: LocalServer
let status: number
let desk: Desk
let stopWorking: () => Promise<void>
beforeAll(async () => {
  gateway = await openListeningApp({ clock: systemClock })
  const stopping = new AbortController()
  const working = gateway.app.app.work(50, stopping.signal)
  stopWorking = async () => {
    stopping.abort()
    await working
  }
  receiver = await listenLocally((_, response) => response.writeHead(status).end('it is down'), null)
  desk = openDesk()
})
afterAll(async () => {
  desk.close()
  await stopWorking()
  await receiver.close()
  await gateway.close()
})

const webhooks = (...args: readonly string[]): Promise<Typed> =>
  desk.type(['webhooks', ...args], { FLOWLIX_API_URL: `http://127.0.0.1:${gateway.port}` })

const url = () => `http://127.0.0.1:${receiver.port}/webhooks`

async function create(...args: readonly string[]): Promise<{ id: string; secret: string; events: string[] }> {
  return JSON.parse((await webhooks('create', '--url', url(), ...args, '--json')).stdout)
}

it('an endpoint is created with a secret that is shown once, and listed', async () => {
  expect((await webhooks('list')).stdout).toMatch(/^There are no webhook endpoints/)
  const { code, stdout, stderr } = await webhooks('create', '--url', url(), '--description', 'Orders')
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)])
  const id = stderr.split(' ')[0]
  const listed = await webhooks('list')
  expect(listed.stdout.split('\n')[1]?.split(/ {2,}/)).toEqual([id, 'enabled', url(), '*', 'Orders'])
  expect(JSON.parse((await webhooks('list', '--json')).stdout)).toMatchObject({ id, secret: null })
  const some = await create('--events', 'payment.failed, refund.failed')
  expect(some.events).toEqual(['payment.failed', 'refund.failed'])
})

it('a test shows how the endpoint responds, in the exit status, too', async () => {
  const { id } = await create()
  status = 204
  const good = await webhooks('test', id)
  expect([good.code, good.stdout]).toEqual([
    0,
    expect.stringMatching(/^evt_\w+ succeeded: status 204, after \d+ ms$/),
  ])
  status = 500
  const bad = await webhooks('test', id)
  expect([bad.code, bad.stdout]).toEqual([
    1,
    expect.stringMatching(/^evt_\w+ failed: status 500, after \d+ ms$/),
  ])
  const asJson = await webhooks('test', id, '--json')
  expect(JSON.parse(asJson.stdout)).toMatchObject({ status: 'failed', attempts: [{ status_code: 500 }] })
})

it('what an endpoint has missed is sent again', async () => {
  const { id } = await create()
  status = 200
  await gateway.app.call('POST', `/v1/webhook_endpoints/${id}/disable`)
  const created = await gateway.app.call('POST', '/v1/payments/hpp', session)
  const { id: paymentId } = (await created.json()) as { id: string }
  await gateway.app.call('POST', `/v1/payments/${paymentId}/cancel`)
  const early = await webhooks('recover', id, '--since', '2026-01-01')
  expect([early.code, early.stderr]).toEqual([2, 'flowlix: The endpoint is disabled: enable it first.'])
  await gateway.app.call('POST', `/v1/webhook_endpoints/${id}/enable`)
  const none = await webhooks('recover', id, '--since', '2026-01-01', '--until', '2026-01-02')
  expect(none.stdout).toBe(`0 events will be sent to ${id} again.`)
  expect((await webhooks('recover', id, '--since', '2026-01-01')).stdout).toBe(
    `1 event will be sent to ${id} again.`,
  )
})

it('a secret is replaced, and the previous one goes on for as long as is said', async () => {
  const { id, secret } = await create()
  const rolled = await webhooks('roll-secret', id, '--expires-in', '60')
  expect([rolled.code, rolled.stdout]).toEqual([0, expect.stringMatching(/^whsec_/)])
  expect(rolled.stdout).not.toBe(secret)
  expect(rolled.stderr).toMatch(/The previous one also signs until \d{4}-/)
  const again = await webhooks('roll-secret', id)
  expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/^flowlix: .+\.$/)])
  expect((await webhooks('roll-secret', id, '--expires-in', '0')).stderr).toContain('no longer signs')
})

it.each([
  [['create'], 'flowlix: --url <url> is missing. See "flowlix webhooks create --help".'],
  [['create', '--url', 'ftp://shop.example'], /^flowlix: The parameter url must begin with https:\/\/\.$/],
  [
    ['create', '--url', 'https://a.example', '--events', 'payment.paid'],
    /^flowlix: "payment.paid" is not an event type; /,
  ],
  [['test', 'evt_1'], 'flowlix: the endpoint ID must look like we_.... See "flowlix webhooks test --help".'],
  [['test', 'we_1'], /^flowlix: No such webhook endpoint exists for this key\.$/],
  [['recover', 'we_1'], 'flowlix: --since <time> is missing. See "flowlix webhooks recover --help".'],
  [['recover', 'we_1', '--since', 'yesterday'], /^flowlix: --since must be a date like/],
  [
    ['roll-secret', 'we_1', '--expires-in', '700000'],
    /^flowlix: --expires-in must be an integer from 0 to 604800/,
  ],
])('%j is explained in one sentence, with status 2', async (args, sentence) => {
  const { code, stdout, stderr } = await webhooks(...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(sentence)
  expect(stderr).not.toContain('\n')
})
