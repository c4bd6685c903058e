/**
 * The load generator, a process of its own: connections that stay open, each with one request under way. It costs less
 * than any server it measures: requests are bytes made beforehand, responses are read into one buffer and only
 * looked at for their end. Takes a {@link LoadJob} a message, and answers with a {@link LoadResult}.
 */
import { connect, type Socket } from 'node:net'
import { counter, type LoadJob, type LoadResult, type Measured } from './load-job.ts'
import { Measurement } from './measurement.ts'
import { ResponseReader } from './response-reader.ts'

const bufferBytes = 64 * 1024
const buffer = Buffer.allocUnsafe(bufferBytes)
const silenceMs = 10_000

/** Over all jobs of this process: a key that was used once stays used. */
let lastNumber = (Math.floor(Date.now() / 1_000) % 1_000) * 1e7

process.on('message', (job: LoadJob) => {
  run(job).then(
    (measured) => answer({ measured }),
    (error: Error) => answer({ error: error.message }),
  )
})

function answer(result: LoadResult): void {
  process.send?.(result)
}

async function run(job: LoadJob): Promise<Measured> {
  const measurement = new Measurement()
  const endsAtMs = measurement.startedAtMs + job.seconds * 1_000
  await Promise.all(Array.from({ length: job.connections }, () => keepAsking(job, endsAtMs, measurement)))
  return measurement.end()
}

/** One connection, until the time is over. Rejects at the first wrong response: the numbers would be those of errors. */
function keepAsking(job: LoadJob, endsAtMs: number, measurement: Measurement): Promise<void> {
  const request = numberedRequest(job.requestText)
  const reader = new ResponseReader()
  let sentAtMs = 0
  return new Promise((resolve, reject) => {
    const send = (): void => {
      sentAtMs = performance.now()
      socket.write(request())
    }
    const read = (length: number): boolean => {
      if (!reader.isEnded(buffer.subarray(0, length))) return true
      const nowMs = performance.now()
      measurement.record(nowMs - sentAtMs)
      if (reader.status !== job.expectedStatus) socket.destroy(new Error(`the status was ${reader.status}`))
      else if (nowMs < endsAtMs) send()
      else socket.end()
      return true
    }
    const onread = { buffer, callback: guarded(read, (error) => socket.destroy(error)) }
    const socket: Socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true, onread }, send)
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`no response within ${silenceMs} ms`)))
    socket.once('error', reject)
    socket.once('close', () =>
      performance.now() < endsAtMs ? reject(new Error('the server hung up')) : resolve(),
    )
  })
}

/** The same bytes each time, but for the counter's digits. Each connection has bytes of its own. */
function numberedRequest(text: string): () => Buffer {
  const bytes = Buffer.from(text)
  const at = bytes.indexOf(counter)
  if (at < 0) return () => bytes
  return () => {
    // The kernel has taken the previous request: it was answered.
    bytes.write(String(++lastNumber).padStart(counter.length, '0'), at, 'latin1')
    return bytes
  }
}

function guarded(
  read: (length: number) => boolean,
  fail: (error: Error) => void,
): (length: number) => boolean {
  return (length) => {
    try {
      return read(length)
    } catch (error) {
      fail(error as Error)
      return false
    }
  }
}
