/** The requests that are measured, as the bytes that go over the line. */
import { card } from '../originals.ts'
import { authorization, browserEncodings, createPath, pagePath, paymentPath, sessionBody } from '../sample.ts'
import { counter } from './load-job.ts'

export const kinds = ['create', 'get', 'page'] as const
export type Kind = (typeof kinds)[number]

export const expectedStatus: Readonly<Record<Kind, number>> = { create: 201, get: 200, page: 200 }

/** A direct payment that succeeds. */
export function paymentText(key: Readonly<Record<string, string>>): string {
  const body = JSON.stringify({
    amount: 2500,
    currency: 'eur',
    card,
    return_url: 'https://shop.example.com/done',
  })
  return httpText('POST', '/v1/payments', { ...key, 'idempotency-key': `bench-${counter}` }, body)
}

export function requestText(kind: Kind, paymentId: string, key = authorization): string {
  switch (kind) {
    case 'create':
      // A fresh key each time: the load generator counts.
      return httpText('POST', createPath, { ...key, 'idempotency-key': `bench-${counter}` }, sessionBody)
    case 'get':
      return httpText('GET', paymentPath(paymentId), key)
    case 'page':
      return httpText('GET', pagePath(paymentId), browserEncodings)
  }
}

export function httpText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | null = null,
): string {
  const ofBody =
    body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const lines = Object.entries({ host: 'localhost', ...headers, ...ofBody }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`
}
