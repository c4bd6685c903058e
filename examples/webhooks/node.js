import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { remember, work } from './inbox.js'

const { PORT = '3000', FLOWLIX_WEBHOOK_SECRET } = process.env
if (!FLOWLIX_WEBHOOK_SECRET) throw new Error('FLOWLIX_WEBHOOK_SECRET is not set')
// While a secret is being replaced: both, with a space between them.
const keys = FLOWLIX_WEBHOOK_SECRET.split(' ').map((secret) =>
  Buffer.from(secret.slice('whsec_'.length), 'base64'),
)

function isSigned(body, headers) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers
  const age = Math.abs(Date.now() / 1000 - Number(timestamp))
  const given = String(headers['webhook-signature']).split(' ')
  const expected = keys.map((key) => {
    const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`)
    return `v1,${hmac.update(body).digest('base64')}`
  })
  return age <= 300 && given.some((one) => expected.some((other) => isSame(one, other)))
}

/** In a time that does not tell how much of it is right. */
function isSame(one, other) {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}

createServer(async (request, response) => {
  const body = await buffer(request)
  if (!isSigned(body, request.headers)) {
    response.writeHead(400).end('no signature matches')
    return
  }
  remember(JSON.parse(body.toString()))
  response.writeHead(204).end()
  await work()
}).listen(Number(PORT))
