/** A request to the API as it comes from Node's server, without the objects that `fetch` would need of it. */
import type { IncomingMessage } from 'node:http'
import type { BodyLimits, BodyProblem, PlainRequest } from '../plain-http.ts'
import { isNamed, isRepeated } from '../plain-http.ts'

export class NodeRequest implements PlainRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly #incoming: IncomingMessage

  constructor(incoming: IncomingMessage) {
    const { method = '', url = '' } = incoming
    const at = url.indexOf('?')
    this.method = method
    this.path = at < 0 ? url : url.slice(0, at)
    this.query = at < 0 ? '' : url.slice(at)
    this.#incoming = incoming
  }

  /** A header that was sent more than once is joined, as `fetch` does: Node's own headers hide all but the first. */
  header(name: string): string | null {
    const { rawHeaders } = this.#incoming
    let value: string | null = null
    for (let i = 0; i < rawHeaders.length; i += 2) {
      if (!isNamed(rawHeaders[i] ?? '', name)) continue
      const given = rawHeaders[i + 1] ?? ''
      value = value === null ? given : `${value}, ${given}`
    }
    return value
  }

  isRepeated(name: string): boolean {
    return isRepeated(this.#incoming.rawHeaders, name)
  }

  /** The chunks are overwritten once the response has been sent: see {@link overwriteBody}. */
  readBody({ bytesMax, chunksMax }: BodyLimits): Promise<Uint8Array | BodyProblem> {
    const incoming = this.#incoming
    return new Promise((resolve) => {
      const chunks: Uint8Array[] = []
      let length = 0
      const refuse = (problem: BodyProblem): void => {
        incoming.off('data', take).pause()
        resolve(problem)
      }
      const take = (chunk: Uint8Array): void => {
        length += chunk.length
        if (length > bytesMax) refuse('too_large')
        else if (chunks.push(chunk) > chunksMax) refuse('too_many_chunks')
      }
      incoming.on('data', take)
      incoming.once('end', () => resolve(whole(chunks)))
      incoming.once('error', () => resolve('incomplete'))
      incoming.once('close', () => resolve('incomplete'))
    })
  }
}

function whole(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
}
