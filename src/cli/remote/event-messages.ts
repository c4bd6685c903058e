/** Reads server-sent events: the part of the format that gateways send, on lines that end in any way. */

type EventMessage = Readonly<{ id: string; type: string; data: string }>

/** Ends with the stream, and rejects when it breaks. `onBytes` hears of everything that comes, comments as well. */
export async function* eventMessages(
  body: AsyncIterable<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<EventMessage, void, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body) {
    onBytes()
    text += decoder.decode(bytes, { stream: true })
    const lines = text.split(/\r\n|\n/)
    // What may be half a line, and the lines of a message that has not ended yet.
    const end = lines.lastIndexOf('', lines.length - 2)
    if (end < 0) continue
    text = lines.slice(end + 1).join('\n')
    yield* messagesIn(lines.slice(0, end + 1))
  }
}

function* messagesIn(lines: readonly string[]): Generator<EventMessage> {
  let fields: Record<string, string> = {}
  for (const line of lines) {
    if (line === '') {
      if (fields.data !== undefined)
        yield { id: fields.id ?? '', type: fields.event ?? '', data: fields.data }
      fields = {}
      continue
    }
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (name === 'data' && fields.data !== undefined) fields.data += `\n${value}`
    else if (name !== '') fields[name] = value
  }
}
