/** Rows for events, webhook endpoints, and deliveries. */
import type { Row } from './rows.ts'
import type { World } from './world.ts'

const path = '/v1/webhook_endpoints'
const receiver = { url: 'http://localhost:9999/webhooks' }

async function newEndpoint(w: World): Promise<string> {
  const { body } = await w.call('POST', path, receiver)
  return (JSON.parse(body) as { id: string }).id
}

async function newEvent(w: World): Promise<string> {
  const payment = await w.canceled()
  const { body } = await w.call('GET', `/v1/events?payment=${payment}`)
  return (JSON.parse(body) as { data: { id: string }[] }).data[0]?.id ?? ''
}

/** Deleted afterwards, because their number is limited. */
const ofEndpoint =
  (method: string, rest = '', body?: object): Row[2] =>
  async (w) => {
    const id = await newEndpoint(w)
    const event = rest.endsWith('/') ? await newEvent(w) : ''
    const answer = await w.call(method, `${path}/${id}${rest}${event}`, body)
    await w.call('DELETE', `${path}/${id}`)
    return answer
  }

export const webhookRows: readonly Row[] = [
  ['a list of events', 200, (w) => w.call('GET', '/v1/events')],
  ['an event', 200, async (w) => w.call('GET', `/v1/events/${await newEvent(w)}`)],
  ['an event sent again', 200, async (w) => w.call('POST', `/v1/events/${await newEvent(w)}/resend`, {})],
  ['a stream of events without a key', 401, (w) => w.get('/v1/events/stream')],
  ['a new webhook endpoint', 201, (w) => w.call('POST', path, receiver)],
  ['a list of webhook endpoints', 200, (w) => w.call('GET', path)],
  ['a webhook endpoint', 200, ofEndpoint('GET')],
  ['a changed webhook endpoint', 200, ofEndpoint('POST', '', { description: 'New' })],
  ['a deleted webhook endpoint', 200, ofEndpoint('DELETE')],
  ['an enabled webhook endpoint', 200, ofEndpoint('POST', '/enable')],
  ['a disabled webhook endpoint', 200, ofEndpoint('POST', '/disable')],
  ['a new signing secret', 200, ofEndpoint('POST', '/roll_secret', {})],
  ['a test event', 200, ofEndpoint('POST', '/test')],
  ['recovered deliveries', 200, ofEndpoint('POST', '/recover', { since: 0 })],
  ['a list of deliveries', 200, ofEndpoint('GET', '/deliveries')],
  ['a delivery', 200, ofEndpoint('GET', '/deliveries/')],
]
