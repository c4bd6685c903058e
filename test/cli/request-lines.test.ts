/** What a developer sees in the terminal of the sandbox, and what an operator finds in the log of production. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { listenSecret } from '../../src/webhooks/listen-secret.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'

const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const session = '{"amount":2500,"currency":"eur","redirect_url":"https://shop.example.com/done"}'

let place: Place
beforeEach(() => {
  place = openPlace()
})
afterEach(() => place.close())

async function pay({ url }: Process): Promise<Readonly<{ id: string; requestId: string }>> {
  const created = await fetch(`${url}/v1/payments/hpp`, { method: 'POST', headers, body: session })
  const { id } = (await created.json()) as { id: string }
  const body = '{"test_card":"visa"}'
  await (await fetch(`${url}/sandbox/v1/payments/${id}/pay`, { method: 'POST', headers, body })).text()
  return { id, requestId: created.headers.get('flowlix-request-id') ?? '' }
}

/** The line is written when the connection is done with the response. */
async function line(gateway: Process, expression: RegExp): Promise<string> {
  for (;;) {
    const found = expression.exec(gateway.output())?.[0]
    if (found !== undefined) return found
    await sleep(10)
  }
}

it('the sandbox logs each request, what happened to its payment, and each event and delivery', async () => {
  const gateway = await place.start('dev')
  expect(gateway.output()).toContain(
    `FLOWLIX_API_URL=http://localhost:${new URL(gateway.url).port} npx flowlix listen --forward-to `,
  )
  expect(gateway.output()).toContain(`The signing secret is ${listenSecret(documentedTestKey)}\n`)
  const url = `http://127.0.0.1:${await freePort()}/webhooks`
  const endpoint = { method: 'POST', headers, body: JSON.stringify({ url }) }
  await (await fetch(`${gateway.url}/v1/webhook_endpoints`, endpoint)).text()
  const { id, requestId } = await pay(gateway)
  await line(gateway, new RegExp(`^POST /v1/payments/hpp 201 [0-9]+ ms ${requestId} ${id}$`, 'm'))
  await line(gateway, new RegExp(`^${id} Attempt 1 started, with a card ending in 4242\\.`, 'm'))
  await line(gateway, new RegExp(`^${id} The acquirer approved attempt 1`, 'm'))
  await line(gateway, new RegExp(`^--> {2}payment\\.succeeded {2}evt_\\w+ {2}${id} {2}EUR 25\\.00$`, 'm'))
  await line(
    gateway,
    /^<-- {2}\[ERROR connection_refused\] POST http:\S+\/webhooks {2}\d+ ms {2}evt_\w+; again in 1 s$/m,
  )
  await line(
    gateway,
    new RegExp(`^POST /sandbox/v1/payments/:id/pay 200 [0-9]+ ms req_[0-9a-z]{24} ${id}$`, 'm'),
  )
})

it('the sandbox logs what was wrong with a request, including a typo in its path', async () => {
  const gateway = await place.start('dev')
  await fetch(`${gateway.url}/v1/payments/hpp`, { method: 'POST', headers, body: '{"amount":0}' })
  await fetch(`${gateway.url}/v1/payment`, { headers })
  await line(gateway, /^POST \/v1\/payments\/hpp 400 [0-9]+ ms parameter_\w+ amount req_/m)
  await line(gateway, /^GET \/v1\/payment 404 [0-9]+ ms resource_missing req_/m)
})

it('the sandbox can write the same as JSON', async () => {
  const gateway = await place.start('dev', { LOG_FORMAT: 'json' })
  const { id, requestId } = await pay(gateway)
  const request = JSON.parse(await line(gateway, /^\{.*"route":"\/v1\/payments\/hpp".*$/m))
  expect(request).toMatchObject({ level: 'info', requestId, paymentId: id, status: 201, method: 'POST' })
  const event = JSON.parse(await line(gateway, /^\{.*"event":"attempt_approved".*$/m))
  expect(event).toMatchObject({ paymentId: id, msg: expect.stringMatching(/approved attempt 1/) })
})

it.each([{ ACCESS_LOG: 'false' }, { LOG_LEVEL: 'warn' }])(
  'no request is logged with %j',
  async (settings) => {
    const gateway = await place.start('dev', settings)
    await pay(gateway)
    gateway.signal('SIGTERM')
    await gateway.finished
    expect(gateway.output()).not.toMatch(/^(?:GET|POST) /m)
  },
)

it('production writes JSON, and does not log what happens to payments, which is in the database', async () => {
  await place.run(['init'])
  const gateway = await place.start('serve')
  await fetch(`${gateway.url}/v1/payments`)
  const request = await line(gateway, /^\{.*"route":"\/v1\/payments".*$/m)
  expect(JSON.parse(request)).toMatchObject({ status: 401, note: 'invalid_api_key', level: 'info' })
})
