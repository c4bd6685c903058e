/** The first bytes of a receiver's response. */
import type { IncomingMessage } from 'node:http'

/** What comes after `bytesMax` is not waited for, and neither is the end of a body that breaks off. The last chunk is kept whole. */
export async function beginningOf(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= bytesMax) break
    }
  } catch {}
  return Buffer.concat(chunks)
}
