/** Clients that have closed their side of the connection and still wait for a response. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { type HttpServer, listen } from '../../src/http/server.ts'

let server: HttpServer | undefined
afterEach(() => server?.stop())

async function answerOf(respond: () => Promise<Response>): Promise<string> {
  const origins = { apiUrl: 'http://localhost', payUrl: 'http://localhost' }
  const limits = { halfClosedMs: 100 }
  server = await listen(respond, {
    ...origins,
    limits,
    port: 0,
    host: '127.0.0.1',
    requestId: () => 'req_0',
  })
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text
  })
  socket.end('GET /docs HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'close')
  return received
}

it('get a response that takes some turns of the event loop', async () => {
  const answer = await answerOf(async () => {
    await sleep(20)
    return new Response('here you are')
  })
  expect(answer).toContain('here you are')
})

it('are let go when the response does not come soon', async () => {
  expect(await answerOf(() => new Promise(() => {}))).toBe('')
})
