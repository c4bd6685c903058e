/** What no HTTP client would send, over raw connections to the real server: each gets a response, and none does harm. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { session } from '../../verification/app/test-app.ts'
import { errorKeys } from './expect-error.ts'
import { type ListeningApp, openListeningApp } from './listening-app.ts'
import { type RawAnswer, RawConnection } from './raw-connection.ts'

let server: ListeningApp
const open: RawConnection[] = []

beforeAll(async () => {
  server = await openListeningApp()
})
afterEach(() => {
  for (const connection of open.splice(0)) connection.destroy()
})
afterAll(async () => {
  await server.close()
})

async function connection(): Promise<RawConnection> {
  const one = await RawConnection.open(server.port)
  open.push(one)
  return one
}

const payload = JSON.stringify(session)
const host = 'Host: localhost'
const authorization = `Authorization: Bearer ${documentedTestKey}`
const json = 'Content-Type: application/json'
const post = (headers: readonly string[], body = payload, path = '/v1/payments/hpp'): string =>
  [`POST ${path} HTTP/1.1`, ...headers, '', body].join('\r\n')
const get = (headers: readonly string[] = [host, authorization], path = '/v1/payments'): string =>
  [`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n')
const length = (body = payload): string => `Content-Length: ${Buffer.byteLength(body)}`
const usual = [host, authorization, json]

function expectRefusal(answer: RawAnswer | undefined, status: number, code: string, param: string | null) {
  const body = JSON.parse(answer?.body ?? '{}') as { error?: Record<string, unknown> }
  expect([answer?.status, body.error?.code, body.error?.param]).toEqual([status, code, param])
  expect(Object.keys(body.error ?? {})).toEqual(errorKeys)
  expect(answer?.headers['flowlix-request-id']).toBe(body.error?.request_id)
  expect(answer?.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer?.headers['cache-control']).toBe('no-store')
}

async function expectNothingWritten(work: () => Promise<void>): Promise<void> {
  const before = await server.app.database.version()
  await work()
  expect(await server.app.database.version()).toBe(before)
}

/** Another request on the same connection is still understood. */
async function expectSane(connection: RawConnection, answersBefore: number): Promise<void> {
  connection.send(get())
  expect((await connection.answers(answersBefore + 1))[answersBefore]?.status).toBe(200)
}

describe('repeated headers', () => {
  const twice: readonly (readonly [string, readonly string[], number, string, string | null])[] = [
    ['Authorization, equal', [...usual, length(), authorization], 401, 'invalid_api_key', null],
    ['Authorization, different', [...usual, length(), 'authorization: x'], 401, 'invalid_api_key', null],
    [
      'Idempotency-Key, equal',
      [...usual, length(), 'Idempotency-Key: a', 'Idempotency-Key: a'],
      400,
      'parameter_invalid',
      'Idempotency-Key',
    ],
    [
      'Idempotency-Key, different',
      [...usual, length(), 'Idempotency-Key: a', 'IDEMPOTENCY-KEY: b'],
      400,
      'parameter_invalid',
      'Idempotency-Key',
    ],
    ['Content-Type', [...usual, length(), 'Content-Type: text/plain'], 415, 'unsupported_media_type', null],
  ]

  it.each(twice)('%s', async (_, headers, status, code, param) => {
    await expectNothingWritten(async () => {
      const one = await connection()
      expectRefusal((await one.send(post(headers)).answers(1))[0], status, code, param)
      await expectSane(one, 1)
    })
  })
})

describe('requests that two parsers would split differently', () => {
  it.each([
    ['Content-Length twice, equal', [...usual, length(), length()]],
    ['Content-Length twice, different', [...usual, 'Content-Length: 3', length()]],
    ['Content-Length as a list', [...usual, `${length()}, ${Buffer.byteLength(payload)}`]],
    ['a negative Content-Length', [...usual, 'Content-Length: -1']],
    ['a Content-Length with a sign', [...usual, 'Content-Length: +5']],
    ['a Content-Length in hex', [...usual, 'Content-Length: 0x10']],
    ['Content-Length and Transfer-Encoding', [...usual, length(), 'Transfer-Encoding: chunked']],
    ['Transfer-Encoding and Content-Length', [...usual, 'Transfer-Encoding: chunked', length()]],
    ['an unknown Transfer-Encoding', [...usual, 'Transfer-Encoding: xchunked']],
    ['chunked not last', [...usual, 'Transfer-Encoding: chunked, identity']],
    ['a space before the colon', [...usual, 'Content-Length : 5']],
    ['a folded header', [...usual, 'X-Note: a', ' b', length()]],
    ['a header without a name', [...usual, ': x', length()]],
    ['a header without a colon', [...usual, 'nonsense', length()]],
    ['a NUL in a header', [...usual, 'X-Note: a\0b', length()]],
  ])('%s', async (_, headers) => {
    await expectNothingWritten(async () => {
      const one = await connection()
      expectRefusal(await one.send(post(headers)).lastAnswer(), 400, 'parameter_invalid', null)
    })
  })
})

describe('bytes that are not an HTTP request', () => {
  it.each([
    ['garbage', 'hello\r\n\r\n'],
    ['random bytes', Buffer.from([0, 255, 1, 254, 13, 10, 13, 10])],
    ['the start of TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
    ['a version that is not there', 'GET / HTTP/9.9\r\n\r\n'],
    ['a method that is not there', 'PAY /v1/payments HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['bare line feeds', `GET /v1/payments HTTP/1.1\n${host}\n\n`],
    ['a path with a space', `GET /v1/pay ments HTTP/1.1\r\n${host}\r\n\r\n`],
    ['HTTP/2 without being asked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no Host', get([authorization])],
    ['an empty Host', get(['Host:', authorization])],
    ['a Host with a path', get(['Host: localhost/evil', authorization])],
  ])('%s', async (_, bytes) => {
    const one = await connection()
    one.send(bytes).endSending()
    expectRefusal(await one.lastAnswer(), 400, 'parameter_invalid', null)
  })
})

describe('sizes', () => {
  it('refuses headers of more than 8 KiB', async () => {
    const one = await connection()
    const answer = await one.send(get([host, authorization, `X-Long: ${'x'.repeat(9_000)}`])).lastAnswer()
    expectRefusal(answer, 431, 'parameter_invalid', null)
  })

  it('refuses a URL of more than 8 KiB', async () => {
    const one = await connection()
    const answer = await one.send(get(undefined, `/v1/payments?limit=${'1'.repeat(9_000)}`)).lastAnswer()
    expectRefusal(answer, 431, 'parameter_invalid', null)
  })

  it('refuses more than 64 headers instead of ignoring some', async () => {
    await expectNothingWritten(async () => {
      const many = Array.from({ length: 64 }, (_, i) => `X-${i}: 1`)
      const one = await connection()
      one.send(post([...usual, length(), ...many, 'Idempotency-Key: overlooked']))
      expectRefusal((await one.answers(1))[0], 431, 'parameter_invalid', null)
    })
  })

  it('accepts 64 headers', async () => {
    const many = Array.from({ length: 62 }, (_, i) => `X-${i}: 1`)
    const one = await connection()
    expect((await one.send(get([host, authorization, ...many])).answers(1))[0]?.status).toBe(200)
  })

  const limit = 512 * 1024
  const tooMuch = 'x'.repeat(limit + 1)

  it('refuses a body with a Content-Length of more than 512 KiB, and keeps working', async () => {
    await expectNothingWritten(async () => {
      const one = await connection()
      one.send(post([...usual, length(tooMuch)], tooMuch))
      expectRefusal((await one.answers(1))[0], 413, 'body_too_large', null)
    })
    expect((await (await connection()).send(get()).answers(1))[0]?.status).toBe(200)
  })

  it('refuses a chunked body of more than 512 KiB, and keeps working', async () => {
    await expectNothingWritten(async () => {
      const one = await connection()
      one.send(post([...usual, 'Transfer-Encoding: chunked'], ''))
      for (let sent = 0; sent <= limit; sent += 64 * 1024) one.send(`10000\r\n${'x'.repeat(64 * 1024)}\r\n`)
      one.send('0\r\n\r\n')
      expectRefusal((await one.answers(1))[0], 413, 'body_too_large', null)
    })
    expect((await (await connection()).send(get()).answers(1))[0]?.status).toBe(200)
  })

  it('refuses a body with a Content-Length beyond all numbers', async () => {
    const one = await connection()
    one.send(post([...usual, 'Content-Length: 99999999999999999999999'], ''))
    const answer = (await one.answers(1))[0]
    expect(answer?.status).toBeGreaterThanOrEqual(400)
    expect(answer?.status).toBeLessThan(500)
  })

  it('accepts a chunked body of 512 KiB', async () => {
    const one = await connection()
    const body = payload + ' '.repeat(limit - payload.length)
    one.send(post([...usual, 'Transfer-Encoding: chunked'], ''))
    for (let at = 0; at < limit; at += 64 * 1024) one.send(`10000\r\n${body.slice(at, at + 64 * 1024)}\r\n`)
    one.send('0\r\n\r\n')
    expect((await one.answers(1))[0]?.status).toBe(201)
    await expectSane(one, 1)
  })
})

describe('connections', () => {
  it('gives responses to pipelined requests in order', async () => {
    const one = await connection()
    const amounts = [101, 102, 103, 104, 105]
    for (const amount of amounts) {
      const body = JSON.stringify({ ...session, amount })
      one.send(post([...usual, length(body)], body))
    }
    const answers = await one.answers(amounts.length)
    expect(answers.map(({ body }) => (JSON.parse(body) as { amount: number }).amount)).toEqual(amounts)
    await expectSane(one, amounts.length)
  })

  it('responds to a client that has already closed its side', async () => {
    const one = await connection()
    one.send(post([...usual, length()])).endSending()
    expect((await one.lastAnswer()).status).toBe(201)
  })

  it('does nothing for a client that disconnects within its body', async () => {
    await expectNothingWritten(async () => {
      const one = await connection()
      one.send(post([...usual, length()], payload.slice(0, 20)))
      one.destroy()
      expect((await (await connection()).send(get()).answers(1))[0]?.status).toBe(200)
    })
  })

  it('reads a request that arrives byte by byte', async () => {
    const one = await connection()
    for (const byte of Buffer.from(post([...usual, length()]))) {
      one.send(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await one.answers(1))[0]?.status).toBe(201)
  })

  it('builds the URL of the page from its settings, whatever Host and proxies say', async () => {
    const one = await connection()
    const headers = ['Host: other.localhost', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https']
    one.send(post([...headers, authorization, json, length(), 'Forwarded: host=evil.example']))
    const [answer] = await one.answers(1)
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({
      redirect_url: expect.stringMatching(/^http:\/\/localhost:4242\/hpp\/pay_/),
    })
  })

  it('responds to HEAD like to GET, without a body', async () => {
    const one = await connection()
    one.send(get().replace('GET', 'HEAD')).endSending()
    await one.closed()
    expect(one.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(one.text()).toMatch(/\r\n\r\n$/)
  })
})

it('none of this leads to an internal error', () => {
  expect(server.app.logLines.filter((line) => line.includes('internal error'))).toEqual([])
})
