/** What has come to the receiver, in bounded memory: the newest requests, and of each only what the page shows. */
export type Received = Readonly<{
  atMs: number
  /** Those that the page shows and a signature needs. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  statusCode: number
  delayMs: number
  /** How many requests with the same `webhook-id` had come before. */
  earlier: number
}>

const requestsMax = 50
const bytesMax = 2_000_000
const headerLengthMax = 1_000

const keptHeaders = [
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'flowlix-signature',
] as const

export class ReceivedRequests {
  #all: readonly Received[] = []

  /** Newest first. */
  get newest(): readonly Received[] {
    return this.#all.toReversed()
  }

  add(request: Omit<Received, 'headers' | 'earlier'>, headers: Headers): void {
    const kept = keptOf(headers)
    const { 'webhook-id': id } = kept
    const earlier = id === undefined ? 0 : this.#all.filter((one) => one.headers['webhook-id'] === id).length
    const all = [...this.#all, { ...request, headers: kept, earlier }].slice(-requestsMax)
    while (all.length > 1 && all.reduce((sum, { body }) => sum + body.length, 0) > bytesMax) all.shift()
    this.#all = all
  }

  clear(): void {
    this.#all = []
  }
}

function keptOf(headers: Headers): Readonly<Record<string, string>> {
  const found = keptHeaders.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value.slice(0, headerLengthMax)] as const]
  })
  return Object.fromEntries(found)
}
