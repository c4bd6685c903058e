/** What the gateway sends for one session, taken from a running one, so that the bare reference sends the same bytes. */
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { sandboxKey } from '../verification/gateway-process.ts'

export type Sample = Readonly<{
  paymentId: string
  created: SampleResponse
  payment: SampleResponse
  /** As a browser asks for it: compressed. */
  page: SampleResponse
}>

/** Headers included, but for those that Node's server makes itself. */
export type SampleResponse = Readonly<{ headers: Readonly<Record<string, string>>; bodyBase64: string }>

export const createPath = '/v1/payments/hpp'
export const paymentPath = (id: string): string => `/v1/payments/${id}`
export const pagePath = (id: string): string => `/hpp/${id}`
export const authorization = { authorization: `Bearer ${sandboxKey}` }
export const browserEncodings = { 'accept-encoding': 'gzip, deflate, br, zstd' }

export const sessionBody = JSON.stringify({
  amount: 2500,
  currency: 'eur',
  customer: {
    email: 'robin@example.com',
    first_name: 'Robin',
    last_name: 'Berg',
    country: 'DE',
    phone: '+4915112345678',
    address: 'Lange Reihe 7',
    city: 'Hamburg',
    zip: '20099',
  },
  redirect_url: 'https://shop.example.com/checkout/complete',
})

type SampleRequest = Readonly<{ method?: string; headers: Readonly<Record<string, string>>; body?: string }>

export async function takeSample(url: string): Promise<Sample> {
  const created = await sampleOf(url + createPath, {
    method: 'POST',
    headers: {
      ...authorization,
      'content-type': 'application/json',
      'idempotency-key': `bench-${randomUUID()}`,
    },
    body: sessionBody,
  })
  const { id } = JSON.parse(Buffer.from(created.bodyBase64, 'base64').toString()) as { id: string }
  return {
    paymentId: id,
    created,
    payment: await sampleOf(url + paymentPath(id), { headers: authorization }),
    page: await sampleOf(url + pagePath(id), { headers: browserEncodings }),
  }
}

const madeByTheServer = ['connection', 'content-length', 'date', 'keep-alive']

/** Not by fetch, which unpacks what it gets. */
export function sampleOf(url: string, { body, ...options }: SampleRequest): Promise<SampleResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      buffer(response).then((bytes) => {
        const status = response.statusCode ?? 0
        if (status >= 300) return reject(new Error(`${url} responded ${status}: ${bytes}`))
        const headers = Object.entries(response.headersDistinct)
          .filter(([name]) => !madeByTheServer.includes(name))
          .map(([name, values]) => [name, values?.join(', ') ?? ''])
        resolve({ headers: Object.fromEntries(headers), bodyBase64: bytes.toString('base64') })
      }, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
