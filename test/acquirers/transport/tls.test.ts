/** A request leaves only on a connection that is encrypted well enough and leads to whom it should. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeCertificate } from '../../support/own-certificate.ts'
import { type RawServer, startRawServer } from './raw-server.ts'
import { sendOnce } from './send-once.ts'

const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const behavior = { onRequest: (socket: { end(text: string): void }) => void socket.end(response) }
const own = makeCertificate('localhost')

let server: RawServer | null = null
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.close()
  server = null
})

const origin = () => `https://localhost:${server?.port}`

describe('over TLS, a request', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is sent by %s to a host with a trusted certificate',
    async (version) => {
      server = await startRawServer(behavior, { ...own, minVersion: version, maxVersion: version })
      const outcome = await sendOnce(origin(), { trusted: own.cert })
      expect(outcome).toMatchObject({ kind: 'response', status: 200, body: '{}' })
      expect(server.requestsSeen()).toBe(1)
    },
  )

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is not sent by %s to a host whose certificate nobody trusts',
    async (version) => {
      server = await startRawServer(behavior, { ...own, minVersion: version, maxVersion: version })
      // The environment must not be able to turn it off.
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
      const outcome = await sendOnce(origin())
      expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'certificate_rejected' })
      expect(server.received()).toBe('')
    },
  )

  it('is not sent to a host with the certificate of another', async () => {
    const other = makeCertificate('api.example.com')
    server = await startRawServer(behavior, other)
    const outcome = await sendOnce(origin(), { trusted: other.cert })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'certificate_rejected' })
    expect(server.received()).toBe('')
  })

  it('is not sent by a version before 1.2', async () => {
    const old = { ...own, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const
    server = await startRawServer(behavior, old)
    const outcome = await sendOnce(origin(), { trusted: own.cert })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'tls_failed' })
    expect(server.received()).toBe('')
  })

  it('is not sent to a server without TLS', async () => {
    server = await startRawServer({ onConnection: (socket) => void socket.write('220 ready\r\n') })
    const outcome = await sendOnce(origin(), { trusted: own.cert })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'tls_failed' })
    expect(server.requestsSeen()).toBe(0)
  })

  it('is not sent if the connection is reset during the handshake', async () => {
    server = await startRawServer({
      onConnection: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    })
    const outcome = await sendOnce(origin(), { trusted: own.cert })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'tls_failed' })
  })

  it('is not sent if the handshake takes longer than the deadline', async () => {
    server = await startRawServer({})
    const outcome = await sendOnce(origin(), { trusted: own.cert, deadlineMs: 50 })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'deadline' })
  })
})
