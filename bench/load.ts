/** Drives one server with autocannon and reduces what it saw to three numbers. */
import autocannon from 'autocannon'
import { authorization, createPath, pagePath, paymentPath, sessionBody } from './sample.ts'

export const kinds = ['create', 'get', 'page'] as const
export type Kind = (typeof kinds)[number]
export type Measured = Readonly<{ requestsPerSecond: number; p50Ms: number; p99Ms: number }>

/** The gateway lets a connection go after 1 000 requests, which the load generator does not notice by itself. */
const requestsPerConnection = 1_000

export type Run = Readonly<{
  url: string
  kind: Kind
  paymentId: string
  connections: number
  seconds: number
}>

export type RequestRun = Readonly<{
  url: string
  /** For the message when something is wrong. */
  name: string
  request: autocannon.Request
  /** Puts a counter in place of `[<id>]`. */
  isNumbered?: boolean
  connections: number
  seconds: number
}>

export function drive({ kind, paymentId, ...rest }: Run): Promise<Measured> {
  const request = requestOf(kind, paymentId)
  return driveRequest({ ...rest, name: kind, request, isNumbered: kind === 'create' })
}

/** Throws when a single answer was not the expected one: the numbers would be those of an error page. */
export async function driveRequest(run: RequestRun): Promise<Measured> {
  const timesMs: number[] = []
  const startedAtMs = performance.now()
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: run.url,
        connections: run.connections,
        duration: run.seconds,
        idReplacement: run.isNumbered ?? false,
        reconnectRate: requestsPerConnection,
        requests: [run.request],
      },
      (error, done) => (error === null || error === undefined ? resolve(done) : reject(error)),
    )
    // Its own histogram knows whole milliseconds only.
    instance.on('response', (_client, _status, _bytes, timeMs) => timesMs.push(timeMs))
  })
  const tookMs = performance.now() - startedAtMs
  const bad = result.non2xx + result.errors + result.timeouts
  if (bad > 0 || timesMs.length === 0)
    throw new Error(`${run.name} at ${run.url}: ${bad} of ${timesMs.length} answers were wrong`)
  timesMs.sort((a, b) => a - b)
  return {
    requestsPerSecond: timesMs.length / (tookMs / 1_000),
    p50Ms: quantile(timesMs, 0.5),
    p99Ms: quantile(timesMs, 0.99),
  }
}

function requestOf(kind: Kind, paymentId: string): autocannon.Request {
  switch (kind) {
    case 'create':
      return {
        method: 'POST',
        path: createPath,
        // A fresh key for every request: the load generator puts its counter in.
        headers: { ...authorization, 'content-type': 'application/json', 'idempotency-key': 'bench-[<id>]' },
        body: sessionBody,
      }
    case 'get':
      return { method: 'GET', path: paymentPath(paymentId), headers: authorization }
    case 'page':
      return { method: 'GET', path: pagePath(paymentId) }
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
