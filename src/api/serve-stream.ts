/** Opens a stream of events for a caller. */
import type { PlainResponse } from '../plain-http.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import type { Caller } from './caller.ts'
import type { Endpoint, Incoming } from './endpoint.ts'
import { noQuery } from './endpoint.ts'
import { openEventStream } from './event-stream.ts'
import { toFetch } from './fetch-request.ts'
import { readQuery } from './query.ts'
import { serveCaller } from './serve-endpoint.ts'

export const streamPath = '/v1/events/stream'

/** What it takes, for the published description: only the header is read by hand. */
export const streamEndpoint = {
  method: 'GET',
  path: streamPath,
  query: noQuery,
  body: 'none',
} as const satisfies Partial<Endpoint>

/** Nobody would read the stream. */
const headless = new ApiError('method_not_allowed', 'This path does not support the method HEAD.', null, {
  Allow: 'GET',
})

/** A stream holds a connection for hours. */
const streamsPerKeyMax = 20

export class EventStreams {
  readonly #api: ApiContext
  readonly #stopping: AbortSignal
  readonly #open = new Map<string, number>()

  constructor(api: ApiContext, stopping: AbortSignal) {
    this.#api = api
    this.#stopping = stopping
  }

  async serve(incoming: Incoming): Promise<Response> {
    const served = await serveCaller(this.#api, incoming, async (caller, headers) => {
      incoming.context.route = streamPath
      if (incoming.request.method === 'HEAD') throw headless
      readQuery(incoming.request.query, streamEndpoint.query)
      const body = await this.#streamFor(incoming, caller)
      const streamHeaders = {
        ...headers,
        'Content-Type': 'text/event-stream; charset=utf-8',
        // For nginx, which would collect what is sent.
        'X-Accel-Buffering': 'no',
      }
      return new Response(body, { status: 200, headers: streamHeaders })
    })
    return served instanceof Response ? served : toFetch(served as PlainResponse)
  }

  async #streamFor({ request }: Incoming, { key }: Caller): Promise<ReadableStream<Uint8Array>> {
    const { gateway } = this.#api
    // It would end at once, and its client would ask again and again.
    if (this.#stopping.aborted)
      throw new ApiError('service_unavailable', 'The gateway is stopping.', null, { 'Retry-After': '1' })
    const lastId = request.header('last-event-id')
    const after = lastId === null ? null : await gateway.storage.findEvent(key, lastId)
    if (lastId !== null && after === null) {
      const message = 'The Last-Event-ID header must be the ID of an event that this key can read.'
      throw new ApiError('parameter_invalid', message, 'Last-Event-ID')
    }
    const isPermitted = async (): Promise<boolean> =>
      (await gateway.storage.findActiveApiKey(key.hash, gateway.clock.nowMs())) !== null
    const left = new AbortController()
    const stopping = AbortSignal.any([this.#stopping, left.signal])
    const stream = await openEventStream(gateway, { owner: key, after, isPermitted, stopping })
    const leave = this.#enter(key.id)
    const texts = new ReadableStream<string>({
      pull: async (controller) => {
        const { value } = await stream.next().catch((error: unknown) => {
          leave()
          throw error
        })
        if (value !== undefined) return controller.enqueue(value)
        leave()
        controller.close()
      },
      cancel: async () => {
        // What waits for the next event would not notice otherwise that nobody reads it.
        left.abort()
        leave()
        // What has stopped at an event that nobody took is not called again.
        await stream.return()
      },
    })
    return texts.pipeThrough(new TextEncoderStream())
  }

  /** Counted at once, because requests at the same time would all find the same number. Returns what ends it. */
  #enter(keyId: string): () => void {
    const count = this.#open.get(keyId) ?? 0
    if (count >= streamsPerKeyMax) {
      const message = `A key can have at most ${streamsPerKeyMax} event streams at the same time.`
      throw new ApiError('rate_limit_exceeded', message, null, { 'Retry-After': '5' })
    }
    this.#open.set(keyId, count + 1)
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      const left = (this.#open.get(keyId) ?? 1) - 1
      if (left === 0) this.#open.delete(keyId)
      else this.#open.set(keyId, left)
    }
  }
}
