/** Reads the messages of a stream of events. */

export type StreamReader = Readonly<{
  /** The next message that is not a comment; null at the end. */
  next(): Promise<Readonly<Record<string, string>> | null>
  close(): Promise<void>
}>

export function readerOf({ body }: Response): StreamReader {
  const source = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<Readonly<Record<string, string>> | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const fields = lines.map((line) => line.split(/: (.*)/s)).filter(([name]) => name !== '')
        if (fields.some(([name]) => name === 'data')) return Object.fromEntries(fields)
        continue
      }
      const chunk = await source?.read()
      if (chunk === undefined || chunk.done) return null
      text += chunk.value
    }
  }
  return { next, close: async () => source?.cancel() }
}
