/** What came from a connection as the body of a request is overwritten once the response to it has ended. */
import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseBody } from '../../src/api/read-body.ts'
import { overwriteBody } from '../../src/http/overwritten-body.ts'
import { readPost } from '../../src/payment-page/read-post.ts'

const card = '4111111111111111'

let server: Server
let chunks: Buffer[]
/** As they were when the request was read. */
let read: string
let closed: Promise<unknown>
beforeEach(async () => {
  chunks = []
  read = ''
  server = createServer(async (incoming, outgoing) => {
    overwriteBody(incoming, outgoing)
    closed = once(outgoing, 'close')
    for await (const chunk of incoming) chunks.push(chunk)
    read = Buffer.concat(chunks).toString()
    outgoing.end(read.length.toString())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function send(method: string, ...parts: readonly string[]): Promise<void> {
  const { port } = server.address() as AddressInfo
  const outgoing = request({ port, host: '127.0.0.1', method, path: '/' })
  for (const part of parts) {
    outgoing.write(part)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  outgoing.end()
  const [answer] = await once(outgoing, 'response')
  for await (const _ of answer) break
  await closed
}

const areZero = (all: readonly Uint8Array[]) => all.every((chunk) => chunk.every((byte) => byte === 0))

describe('the body of a request', () => {
  it('is read as it was sent, and overwritten after that', async () => {
    await send('POST', `number=${card}`)
    expect(read).toBe(`number=${card}`)
    expect([chunks.length > 0, areZero(chunks)]).toEqual([true, true])
  })

  it('is overwritten in all of its pieces', async () => {
    await send('POST', 'number=41111111', '11111111&cvc', '=917')
    expect(read).toBe(`number=${card}&cvc=917`)
    expect([chunks.length > 1, areZero(chunks)]).toEqual([true, true])
  })

  it('is left alone if it cannot contain a card', async () => {
    await send('PUT', 'something')
    expect(areZero(chunks)).toBe(false)
  })
})

describe('the copy that a reader makes of it', () => {
  it('is overwritten when the JSON in it has been read', () => {
    const bytes = new TextEncoder().encode(`{"number":"${card}"}`)
    expect(parseBody(bytes)).toEqual(expect.objectContaining({ number: card }))
    expect(areZero([bytes])).toBe(true)
  })

  it('is overwritten if it is not JSON, and if it is not text', () => {
    for (const bytes of [Buffer.from(`${card.slice(0, 3)}}`), Buffer.from([0x34, 0xff])]) {
      expect(() => parseBody(bytes)).toThrow()
      expect(areZero([bytes])).toBe(true)
    }
  })

  it('is overwritten when the form in it has been read', async () => {
    const bytes = new TextEncoder().encode(`number=${card}`)
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(bytes)
        controller.close()
      },
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = await readPost(
      new Request('http://localhost/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit),
    )
    expect(post.kind === 'fields' && post.fields.get('number')).toBe(card)
    expect(areZero([bytes])).toBe(true)
  })
})
