/** A stop in good order: what runs is finished and saved, what waits is let go, and the next start works. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'

const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const session = '{"amount":2500,"currency":"eur","redirect_url":"https://shop.example.com/done"}'

let place: Place
beforeEach(() => {
  place = openPlace()
})
afterEach(() => place.close())

async function newPayment({ url }: Process): Promise<string> {
  const response = await fetch(`${url}/v1/payments/hpp`, { method: 'POST', headers, body: session })
  return ((await response.json()) as { id: string }).id
}

async function statusOf({ url }: Process, id: string): Promise<string> {
  const response = await fetch(`${url}/v1/payments/${id}`, { headers })
  return ((await response.json()) as { status: string }).status
}

async function submit({ url }: Process, id: string): Promise<Response> {
  const html = await (await fetch(`${url}/hpp/${id}`)).text()
  const action = /action="(\/hpp\/[^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
  return fetch(`${url}${action}`, {
    method: 'POST',
    redirect: 'manual',
    // The sandbox's public origin is this name.
    headers: { origin: url.replace('127.0.0.1', 'localhost') },
    body: new URLSearchParams({ test_card: '4111111111111111' }),
  })
}

/** The bank is being asked: the page says so while the API still calls the payment pending. */
async function untilAtBank({ url }: Process, id: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/hpp/${id}/status`)
    if (((await response.json()) as { state: string }).state === 'processing') return
    await sleep(20)
  }
}

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'with nothing to do it ends on %s, with 0',
  async (name) => {
    const gateway = await place.start('dev')
    gateway.signal(name)
    expect(await gateway.finished).toMatchObject({ code: 0, stderr: '' })
    expect(gateway.output()).not.toContain('shutdown timed out')
  },
)

it('keeps running in production when a log rotator sends SIGHUP', async () => {
  const gateway = await place.start('serve')
  gateway.signal('SIGHUP')
  await sleep(100)
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
})

it.each([
  ['said nothing yet', ''],
  ['had its answer and was kept open', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('does not wait for a connection that %s', async (_, bytes) => {
  const gateway = await place.start('dev')
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  await once(socket, 'connect')
  if (bytes !== '') {
    socket.write(bytes)
    await once(socket, 'data')
  }
  const closed = once(socket.resume(), 'close')
  gateway.signal('SIGTERM')
  await closed
  expect((await gateway.finished).code).toBe(0)
  expect(gateway.output()).not.toContain('shutdown timed out')
})

/** They wait for the acquirer most of the time, so they run together, each in a place of its own. */
const test = it.extend<{ own: Place }>({
  own: async ({ task: _ }, use) => {
    const own = openPlace()
    await use(own)
    await own.close()
  },
})

test.concurrent('a payment that is at the acquirer is completed, saved, and responded to before the process ends', async ({
  own,
}) => {
  const gateway = await own.start('dev', { SANDBOX_FAULTS: 'answer_delay_ms=2000' })
  const id = await newPayment(gateway)
  const answer = submit(gateway, id)
  await untilAtBank(gateway, id)
  gateway.signal('SIGTERM')
  const { status, headers: answered } = await answer
  expect([status, answered.get('location')]).toEqual([303, `/hpp/${id}/return`])
  expect((await gateway.finished).code).toBe(0)
  expect(gateway.output()).not.toContain('shutdown timed out')

  const next = await own.start('dev')
  expect(await statusOf(next, id)).toBe('succeeded')
})

test.concurrent('accepts nothing new while it finishes', async ({ own }) => {
  const gateway = await own.start('dev', { SANDBOX_FAULTS: 'answer_delay_ms=5000' })
  const id = await newPayment(gateway)
  let isAnswered = false
  const answer = submit(gateway, id).finally(() => {
    isAnswered = true
  })
  await untilAtBank(gateway, id)
  gateway.signal('SIGTERM')
  // The line about it is written before the last connections are closed.
  while (!gateway.output().includes('stopping')) await sleep(10)
  const ask = () => fetch(`${gateway.url}/healthz`)
  await expect
    .poll(() =>
      ask().then(
        () => 'accepted',
        () => 'refused',
      ),
    )
    .toBe('refused')
  expect(isAnswered).toBe(false)
  expect((await answer).status).toBe(303)
})

test.concurrent('what does not end in time is resolved after the next start', async ({ own }) => {
  const faults = { SANDBOX_FAULTS: 'answer_delay_ms=20000', SHUTDOWN_SECONDS: '1' }
  const gateway = await own.start('dev', faults)
  const id = await newPayment(gateway)
  const answer = submit(gateway, id).catch(() => null)
  await untilAtBank(gateway, id)
  gateway.signal('SIGTERM')
  expect((await gateway.finished).code).toBe(0)
  expect(gateway.output()).toContain('shutdown timed out')
  await answer
  const next = await own.start('dev')
  while ((await statusOf(next, id)) !== 'succeeded') await sleep(50)
})
