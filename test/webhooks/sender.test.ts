/** Deliveries to real receivers: what arrives there, and how every kind of response ends. */
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { verifyWebhook } from '../../client/src/flowlix.ts'
import type { WebhookOutcome } from '../../src/ports/webhook-sender.ts'
import type { SenderOptions } from '../../src/webhooks/webhook-sender.ts'
import { event, eventId, now, payload, previous, secret } from '../client/webhooks/example.ts'
import { makeCertificate } from '../support/own-certificate.ts'
import { openRawReceiver, openReceiver } from './receiver.ts'
import { impatient, never, open, requestTo, senderOf } from './sending.ts'

function sendTo(port: number, more: Partial<SenderOptions> = {}): Promise<WebhookOutcome> {
  return senderOf(more).send(requestTo(`http://127.0.0.1:${port}/webhooks?shop=1`), never)
}

test('a receiver gets the stored bytes with both signatures, and no other headers than those of HTTP', async () => {
  const receiver = await open(openReceiver((response) => response.end('thanks')))
  expect(await sendTo(receiver.port)).toEqual({
    ...{ kind: 'responded', statusCode: 200, error: null, askedMs: null },
    // Of a private address, nothing is shown.
    excerpt: null,
  })
  const [received] = receiver.received
  expect(received).toMatchObject({ method: 'POST', path: '/webhooks?shop=1', body: payload })
  for (const known of [secret, previous])
    expect(await verifyWebhook({ payload, headers: received?.headers ?? {}, secret: known, now })).toEqual(
      event,
    )
  expect(received?.rawHeaders.filter((_, at) => at % 2 === 0)).toEqual([
    ...['Content-Type', 'User-Agent', 'webhook-id', 'webhook-timestamp', 'webhook-signature'],
    ...['Flowlix-Signature', 'host', 'connection', 'content-length'],
  ])
  expect(received?.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Flowlix-Webhooks/1',
    host: `127.0.0.1:${receiver.port}`,
  })
})

test.each([
  [201, null],
  [204, null],
  [299, null],
  [300, 'redirected'],
  [304, 'redirected'],
  [400, 'status'],
  [401, 'status'],
  [404, 'status'],
  [410, 'status'],
  [429, 'status'],
  [500, 'status'],
  [503, 'status'],
])('a response of %i ends with the error %s', async (statusCode, error) => {
  const receiver = await open(
    openReceiver((response) => void response.writeHead(statusCode, { 'retry-after': '120' }).end()),
  )
  expect(await sendTo(receiver.port)).toMatchObject({
    kind: 'responded',
    statusCode,
    error,
    askedMs: 120_000,
  })
})

test.each([301, 302, 303, 307, 308])('a redirect with status %i is not followed', async (statusCode) => {
  const trap = await open(openReceiver((response) => response.end()))
  const location = `http://127.0.0.1:${trap.port}/`
  const receiver = await open(
    openReceiver((response) => void response.writeHead(statusCode, { location }).end()),
  )
  expect(await sendTo(receiver.port)).toMatchObject({ kind: 'responded', error: 'redirected' })
  expect(trap.received).toEqual([])
})

const okay = 'HTTP/1.1 200 OK\r\n'
/** First `begin` at once, and then `text` letter by letter, for ever. */
const drip =
  (text: string, begin = '') =>
  (socket: Socket) => {
    let at = 0
    if (begin !== '') socket.write(begin)
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 20)
    socket.on('close', () => clearInterval(timer))
  }

test.each<[string, Parameters<typeof openRawReceiver>[0], object]>([
  ['says nothing', () => {}, { kind: 'failed', error: 'timed_out' }],
  ['sends its headers letter by letter', drip(`${okay}x: y\r\n`), { kind: 'failed', error: 'timed_out' }],
  [
    'sends provisional responses for ever',
    drip('HTTP/1.1 102 Processing\r\n\r\n'),
    { kind: 'failed', error: 'timed_out' },
  ],
  ['closes the connection', (socket) => socket.end(), { kind: 'failed', error: 'connection_reset' }],
  [
    'resets the connection',
    (socket) => socket.resetAndDestroy(),
    { kind: 'failed', error: 'connection_reset' },
  ],
  [
    'resets the connection after half a header',
    (socket) => void socket.write('HTTP/1.1 200', () => socket.resetAndDestroy()),
    { kind: 'failed', error: 'connection_reset' },
  ],
  [
    'does not speak HTTP',
    (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
    { kind: 'failed', error: 'connection_reset' },
  ],
  [
    'switches to another protocol',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    { kind: 'failed', error: 'connection_reset' },
  ],
  [
    'has endless headers',
    (socket) => socket.write(`${okay}x: ${'y'.repeat(20_000)}\r\n\r\n`),
    { kind: 'failed', error: 'answer_too_large' },
  ],
  [
    'sends its body letter by letter',
    drip('ok', `${okay}\r\n`),
    { kind: 'responded', statusCode: 200, error: null },
  ],
  [
    'breaks off its body',
    (socket) => socket.end(`${okay}Content-Length: 9\r\n\r\nok`),
    { kind: 'responded', statusCode: 200, error: null },
  ],
  [
    'sends an error letter by letter',
    drip('no', 'HTTP/1.1 500 No\r\n\r\n'),
    { kind: 'responded', statusCode: 500, error: 'status' },
  ],
])('a receiver that %s does not keep the sender', async (_, converse, outcome) => {
  const receiver = await open(openRawReceiver(converse))
  expect(await sendTo(receiver.port, impatient)).toMatchObject(outcome)
})

test('an endless body is cut off', async () => {
  let sent = 0
  const receiver = await open(
    openReceiver((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) sent += 10_000
      }
      response.on('drain', more)
      more()
    }),
  )
  // Without a limit of time.
  expect(await sendTo(receiver.port)).toMatchObject({ kind: 'responded', statusCode: 200 })
  expect(sent).toBeLessThan(50_000_000)
})

test('a closed port refuses the connection', async () => {
  const receiver = await openReceiver((response) => response.end())
  await receiver.close()
  expect(await sendTo(receiver.port)).toEqual({ kind: 'failed', error: 'connection_refused' })
})

test('localhost is reached on whichever address it listens', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const receiver = await open(openReceiver((response) => response.end(), { host }))
    const outcome = await senderOf().send(requestTo(`http://localhost:${receiver.port}/`), never)
    expect(outcome, host).toMatchObject({ kind: 'responded', statusCode: 200 })
    expect(receiver.received[0]?.headers.host).toBe(`localhost:${receiver.port}`)
  }
})

test('an IPv6 receiver is reached by its address', async () => {
  const receiver = await open(openReceiver((response) => response.end(), { host: '::1' }))
  const outcome = await senderOf().send(requestTo(`http://[::1]:${receiver.port}/`), never)
  expect(outcome).toMatchObject({ kind: 'responded', statusCode: 200 })
})

const certificate = makeCertificate('localhost')

test('a certificate must be trusted, and belong to the name', async () => {
  const receiver = await open(openReceiver((response) => response.end(), { certificate }))
  const send = (name: string, trusted?: string) =>
    senderOf(trusted === undefined ? {} : { trusted }).send(
      requestTo(`https://${name}:${receiver.port}/`),
      never,
    )
  expect(await send('localhost')).toEqual({ kind: 'failed', error: 'tls_failed' })
  expect(await send('shop.localhost', certificate.cert)).toEqual({ kind: 'failed', error: 'tls_failed' })
  expect(receiver.received).toEqual([])
  expect(await send('localhost', certificate.cert)).toMatchObject({ kind: 'responded', statusCode: 200 })
})

test('a receiver that does not speak TLS fails, and gets not a byte of the event', async () => {
  let heard = ''
  const receiver = await open(
    openRawReceiver((socket) =>
      socket.on('data', (data) => {
        heard += data.toString('latin1')
        socket.end('This is not TLS.')
      }),
    ),
  )
  const outcome = await senderOf().send(requestTo(`https://localhost:${receiver.port}/`), never)
  expect(outcome).toEqual({ kind: 'failed', error: 'tls_failed' })
  expect(heard).not.toContain(eventId)
})

test('a delivery that is aborted says so', async () => {
  const ending = new AbortController()
  const silent = await open(openRawReceiver(() => ending.abort()))
  const outcome = await senderOf().send(requestTo(`http://127.0.0.1:${silent.port}/`), ending.signal)
  expect(outcome).toEqual({ kind: 'aborted' })
})
