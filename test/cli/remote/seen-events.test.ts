/** What a stream repeats after a reconnection is told from what is sent again on request. */
import { describe, expect, it } from 'vitest'
import { eventMessages } from '../../../src/cli/remote/event-messages.ts'
import { SeenEvents } from '../../../src/cli/remote/seen-events.ts'
import { ulid } from '../../../src/platform/ids.ts'

const idAt = (seconds: number): string =>
  `evt_${ulid(1_790_000_000_000 + seconds * 1_000, new Uint8Array(10))}`

function connected(after: string | null, ...taken: readonly string[]): SeenEvents {
  const seen = new SeenEvents(after)
  seen.connected()
  for (const id of taken) seen.take(id)
  return seen
}

describe('an event', () => {
  it('is shown once, and once more when it comes again on the same connection', () => {
    const seen = connected(null)
    expect([seen.take(idAt(1)), seen.take(idAt(1)), seen.take(idAt(1))]).toEqual([true, true, true])
  })

  it('that a new connection repeats is not shown, unless it then comes again', () => {
    const seen = connected(null, idAt(90), idAt(99), idAt(100))
    seen.connected()
    expect([seen.take(idAt(90)), seen.take(idAt(99))]).toEqual([false, false])
    expect([seen.take(idAt(95)), seen.take(idAt(101))]).toEqual([true, true])
    expect([seen.take(idAt(99)), seen.take(idAt(100))]).toEqual([true, true])
  })

  it('from long ago can only come because somebody asked for it, and does not move the place', () => {
    const seen = connected(null, idAt(1), idAt(100))
    seen.connected()
    expect([seen.take(idAt(1)), seen.last]).toEqual([true, idAt(100)])
  })

  it('before the place where it began is not wanted, unless it is sent again on request', () => {
    const seen = connected(idAt(100))
    expect([seen.take(idAt(95)), seen.take(idAt(95)), seen.take(idAt(100)), seen.take(idAt(50))]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })
})

describe('the format of the stream', () => {
  const read = async (...chunks: readonly string[]) => {
    let bytes = 0
    const body = (async function* () {
      for (const chunk of chunks) yield new TextEncoder().encode(chunk)
    })()
    const messages = []
    for await (const message of eventMessages(body, () => bytes++)) messages.push(message)
    return { messages, bytes }
  }

  it('is read in pieces of any size, with comments and either end of a line', async () => {
    const text =
      'retry: 1000\n\n: alive\n\nid: evt_1\r\nevent: payment.failed\r\ndata: {"a":"ü:"}\r\n\r\nid: evt_2\n'
    const whole = await read(text)
    expect(whole).toEqual({
      messages: [{ id: 'evt_1', type: 'payment.failed', data: '{"a":"ü:"}' }],
      bytes: 1,
    })
    expect((await read(...text)).messages).toEqual(whole.messages)
    expect((await read('data: 1\ndata: 2\n\n')).messages).toEqual([{ id: '', type: '', data: '1\n2' }])
  })
})
