/** What a stream sends for the first time is told from what it repeats after a reconnection. */
import { describe, expect, it } from 'vitest'
import { eventMessages } from '../../../src/cli/remote/event-messages.ts'
import { SeenEvents } from '../../../src/cli/remote/seen-events.ts'
import { ulid } from '../../../src/platform/ids.ts'

const idAt = (seconds: number): string =>
  `evt_${ulid(1_790_000_000_000 + seconds * 1_000, new Uint8Array(10))}`

function begun(place: string | null, ...taken: readonly string[]): SeenEvents {
  const seen = new SeenEvents(place)
  for (const id of taken) seen.take(id)
  return seen
}

describe('an event', () => {
  it('is shown once, however often connections repeat it', () => {
    const seen = begun(null, idAt(90), idAt(99), idAt(100))
    expect([seen.take(idAt(90)), seen.take(idAt(99)), seen.take(idAt(100))]).toEqual([false, false, false])
    expect([seen.take(idAt(101)), seen.take(idAt(101))]).toEqual([true, false])
  })

  it('of a node with a slower clock is shown, and does not move the place back', () => {
    const seen = begun(null, idAt(90), idAt(100))
    expect([seen.take(idAt(95)), seen.last]).toEqual([true, idAt(100)])
  })

  it('before the place where it began is not wanted', () => {
    const seen = begun(idAt(100))
    expect([seen.take(idAt(95)), seen.take(idAt(100)), seen.take(idAt(101))]).toEqual([false, false, true])
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
