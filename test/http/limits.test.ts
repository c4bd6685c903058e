/** What one request may take: its address, its time, a body where none belongs, and what comes behind it. */
import { afterEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { defaultLimits, nodeLimits } from '../../src/http/limits.ts'
import type { ShellOptions } from '../../src/http/shell.ts'
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

const head = `Host: localhost\r\nAuthorization: Bearer ${documentedTestKey}\r\n`
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${head}${headers}\r\n`
const post = (headers: string, body: string): string =>
  `POST /v1/payments/hpp HTTP/1.1\r\n${head}Content-Type: application/json\r\n${headers}\r\n${body}`

let server: ListeningApp
afterEach(() => server.close())

async function start(limits: ShellOptions['limits'] = {}): Promise<void> {
  server = await openListeningApp({}, { limits })
}

const connect = (): Promise<RawConnection> => RawConnection.open(server.port)

describe('an address', () => {
  it('may have 2,048 characters', async () => {
    await start()
    const path = `/docs?${'x'.repeat(2_048 - '/docs?'.length)}`
    const connection = await connect()
    const answers = await connection.send(get(path)).answers(1)
    expect(answers[0]?.status).toBe(200)
    expect((await (await connect()).send(get(`${path}x`)).lastAnswer()).status).toBe(414)
    connection.destroy()
  })
})

describe('a request to the API', () => {
  it('must be complete within 10 s, and one to the page within 15 s', () => {
    expect([defaultLimits.apiRequestMs, nodeLimits.requestTimeout]).toEqual([10_000, 15_000])
  })

  it('is refused when its body does not come in time', async () => {
    await start({ apiRequestMs: 100 })
    const connection = await connect()
    const answer = await connection.send(post('Content-Length: 100\r\n', '{')).lastAnswer()
    expect(answer.status).toBe(408)
    expect(JSON.parse(answer.body).error).toMatchObject({ request_id: answer.headers['flowlix-request-id'] })
  })

  it('is not refused for what takes us long', async () => {
    await start({ apiRequestMs: 0 })
    const body = JSON.stringify(session)
    const connection = await connect()
    const [answer] = await connection.send(post(`Content-Length: ${body.length}\r\n`, body)).answers(1)
    expect(answer?.status).toBe(201)
    connection.destroy()
  })
})

describe('a body where none belongs', () => {
  it('is read to its end when it is small, and the connection goes on', async () => {
    await start()
    const connection = await connect()
    connection.send(`${get('/v1/payments', 'Content-Length: 2\r\n')}{}${get('/v1/payments')}`)
    expect((await connection.answers(2)).map(({ status }) => status)).toEqual([200, 200])
    connection.destroy()
  })

  it.each([
    ['announced as large', 'Content-Length: 3000000000\r\n'],
    ['without an end', 'Transfer-Encoding: chunked\r\n'],
  ])('is not read when it is %s', async (_, headers) => {
    await start()
    const connection = await connect()
    const answer = await connection.send(get('/v1/payments', headers)).lastAnswer()
    expect([answer.status, answer.headers.connection]).toEqual([200, 'close'])
  })
})

describe('a body that is refused before it has come', () => {
  const size = 600_000
  const form = 'Content-Type: application/x-www-form-urlencoded\r\n'
  const headOf = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\n${head}${headers}\r\n`

  it.each([
    ['the challenge page', '/sandbox/bank/challenge/x', form, 413],
    ['the payment page', '/hpp/pay_00000000-0000-0000-0000-000000000000/pay/x', form, 413],
    ['the API', '/v1/payments/hpp', 'Content-Type: application/json\r\n', 413],
    ['an unknown path', '/nope', form, 404],
  ])('is read to its end by %s, and the response arrives', async (_, path, type, status) => {
    await start()
    // Its pages come with its first use.
    void server.app.app.sandbox
    const whole = await connect()
    whole.send(`${headOf(path, `${type}Content-Length: ${size}\r\n`)}${'x'.repeat(size / 2)}`)
    const chunked = await connect()
    chunked.send(`${headOf(path, `${type}Transfer-Encoding: chunked\r\n`)}${chunkOf(size / 2)}`)
    // Both have come by then.
    for (let i = 0; i < 5; i++) await fetch(`http://127.0.0.1:${server.port}/healthz`)
    expect([whole.text(), chunked.text()]).toEqual(['', ''])
    const answers = [
      await whole.send('x'.repeat(size / 2)).lastAnswer(),
      await chunked.send(`${chunkOf(size / 2)}0\r\n\r\n`).lastAnswer(),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([status, status])
    expect(answers.map(({ headers }) => headers.connection)).toEqual(['close', 'close'])
  })

  it.each([
    ['more than 2 MiB are announced', `Content-Length: ${2 * 1024 * 1024 + 1}\r\n`, '', {}],
    [
      'more come',
      'Transfer-Encoding: chunked\r\n',
      chunkOf(2_000),
      { discardedBytesMax: 1_000, discardMs: 600_000 },
    ],
    ['they do not come', 'Content-Length: 1000\r\n', '', { discardMs: 1 }],
  ])('is not waited for where %s', async (_, headers, body, limits) => {
    await start(limits)
    const connection = await connect()
    const answer = await connection.send(`${headOf('/nope', headers)}${body}`).lastAnswer()
    expect([answer.status, answer.headers.connection]).toEqual([404, 'close'])
  })
})

function chunkOf(length: number): string {
  return `${length.toString(16)}\r\n${'x'.repeat(length)}\r\n`
}

describe('requests on one connection', () => {
  it('that wait behind others are not collected without end', async () => {
    await start({ pipelinedMax: 3 })
    const connection = await connect()
    await connection.send(get('/v1/payments').repeat(100)).closed()
    expect((await connection.answers(0)).length).toBeLessThan(5)
  })

  it('that are broken are refused behind the responses to those before', async () => {
    await start()
    const connection = await connect()
    connection.send(`${get('/v1/payments')}${get('/docs')}nonsense\r\n\r\n`)
    await connection.closed()
    const answers = await connection.answers(3)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400])
  })

  it('are not served behind one that ends the connection', async () => {
    await start()
    const body = JSON.stringify(session)
    const connection = await connect()
    const last = get('/v1/payments', 'Connection: close\r\n')
    connection.send(`${last}${post(`Content-Length: ${body.length}\r\n`, body)}`)
    expect((await connection.lastAnswer()).status).toBe(200)
    const list = await server.app.call('GET', '/v1/payments')
    expect(await list.json()).toMatchObject({ data: [] })
  })
})

describe('requests behind a refused one', () => {
  it.each([
    ['whose body was thrown away', 'POST /nope HTTP/1.1', 'Content-Length: 200000\r\n'],
    [
      'of the wrong type',
      'POST /v1/payments/hpp HTTP/1.1',
      'Content-Type: text/plain\r\nContent-Length: 200000\r\n',
    ],
  ])('%s are not served, because their responses could not be delivered', async (_, line, headers) => {
    await start()
    const connection = await connect()
    connection.send(`${line}\r\n${head}${headers}\r\n`)
    // The refusal is waiting for the rest by then.
    await fetch(`http://127.0.0.1:${server.port}/healthz`)
    const body = JSON.stringify(session)
    connection.send(`${'x'.repeat(200_000)}${post(`Content-Length: ${body.length}\r\n`, body)}`)
    expect((await connection.lastAnswer()).headers.connection).toBe('close')
    const list = await server.app.call('GET', '/v1/payments')
    expect(await list.json()).toMatchObject({ data: [] })
  })
})

describe('two Host headers', () => {
  it.each(['/docs', '/hpp/x', '/v1/payments', '/healthz'])('are refused at %s', async (path) => {
    await start()
    const connection = await connect()
    const answer = await connection.send(get(path, 'HOST: evil.example\r\n')).lastAnswer()
    expect([answer.status, JSON.parse(answer.body).error.param]).toEqual([400, 'Host'])
  })
})

describe('an unknown path', () => {
  it('is reported in the form of the API', async () => {
    await start()
    const response = await fetch(`http://127.0.0.1:${server.port}/v2/payments`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toMatchObject({
      error: { code: 'resource_missing', request_id: response.headers.get('flowlix-request-id') },
    })
  })
})
