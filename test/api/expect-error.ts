/** Checks an error response completely: its seven keys, their order, and the headers. */
import { expect } from 'vitest'
import { origin } from '../../verification/app/test-app.ts'

export type ExpectedError = readonly [status: number, code: string, param: string | null]

export type ApiErrorBody = Readonly<{
  type: string
  code: string
  message: string
  param: string | null
  decline_code: null
  doc_url: string
  request_id: string
}>

export const errorKeys = ['type', 'code', 'message', 'param', 'decline_code', 'doc_url', 'request_id']

/** Written down again on purpose: the product's own table must not be its own judge. */
const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'authentication_error',
  409: 'idempotency_error',
  429: 'rate_limit_error',
  500: 'api_error',
  503: 'api_error',
}

export async function expectError(response: Response, expected: ExpectedError): Promise<ApiErrorBody> {
  const [status, code, param] = expected
  const body = (await response.json()) as { error: ApiErrorBody }
  expect(Object.keys(body)).toEqual(['error'])
  const { error } = body
  expect([response.status, error.code, error.param]).toEqual([status, code, param])
  expect(Object.keys(error)).toEqual(errorKeys)
  expect(error).toMatchObject({
    type: (code === 'webhook_secret_rolling' ? null : types[status]) ?? 'invalid_request_error',
    decline_code: null,
    doc_url: `${origin}/docs#error-${code}`,
  })
  expect(error.message).toMatch(/^[A-Z].*\.$/)
  expect(error.request_id).toMatch(/^req_[a-z0-9]+$/)
  expectApiHeaders(response, status !== 401)
  expect(response.headers.get('flowlix-request-id')).toBe(error.request_id)
  expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null)
  return error
}

export function expectApiHeaders(response: Response, isAuthenticated: boolean): void {
  const { headers } = response
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('flowlix-request-id')).toMatch(/^req_[a-z0-9]+$/)
  for (const name of ['limit', 'remaining', 'reset']) {
    const value = headers.get(`x-ratelimit-${name}`)
    if (isAuthenticated) expect(value).toMatch(/^[0-9]+$/)
    else expect(value).toBeNull()
  }
}
