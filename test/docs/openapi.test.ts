/** The committed descriptions are those that the schemas give, and describe real responses. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { merchantApi, sandboxApi } from '../../scripts/openapi/api.ts'
import { openApiDocument, openApiText } from '../../scripts/openapi/document.ts'
import { errorCodes, statusOfError } from '../../src/api/api-error.ts'
import { parseBody } from '../../src/api/read-body.ts'
import { errorResponse, paymentListResponse, paymentResponse } from '../../src/api/response-schemas.ts'
import { validate } from '../../src/api/validate.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

const root = new URL('../../', import.meta.url)
let gateway: TestApp

beforeAll(async () => {
  gateway = await openTestApp()
})
afterAll(() => gateway.close())

describe.each([merchantApi, sandboxApi])('$file', (api) => {
  test('is fresh: run `npm run openapi` when it is not', () => {
    expect(readFileSync(new URL(api.file, root), 'utf8')).toBe(openApiText(api))
  })

  test('passes a public linter', () => {
    const settings = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
    const linter = new URL('node_modules/@redocly/cli/bin/cli.js', root).pathname
    const args = [linter, 'lint', '--extends=recommended', '--format=json', api.file]
    const output = execFileSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...settings },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(output)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } })
  })

  test('has examples of bodies that the endpoints accept', () => {
    const withBody = api.endpoints.filter(({ body }) => typeof body === 'object')
    expect(withBody.length).toBeGreaterThan(0)
    for (const { method, path, body } of withBody) {
      const example = api.operations[`${method} ${path}`]?.requestExample
      const json = parseBody(new TextEncoder().encode(JSON.stringify(example)))
      if (typeof body === 'object') validate(body.live, json)
    }
  })

  test('has examples of responses with the keys of real ones, in their order', () => {
    for (const { success } of Object.values(api.operations)) {
      if ('stream' in success) continue
      const schema = api.responseSchemas[success.schema]
      expect(Object.keys(schema?.parse(success.example) as object)).toEqual(Object.keys(success.example))
    }
  })
})

test('every error that an endpoint can answer has its status and its code there', () => {
  const text = JSON.stringify(openApiDocument(merchantApi))
  for (const code of errorCodes) {
    expect(text).toContain(`\`${code}\`: `)
    expect(text).toContain(`"${statusOfError(code)}":`)
  }
})

/** Parses strictly: no key too many, none too few; and in this order. */
async function described(schema: z.ZodType, response: Response): Promise<unknown> {
  const body = (await response.json()) as object
  schema.parse(body)
  return body
}

function keysOf(schema: { shape: object }): string[] {
  return Object.keys(schema.shape)
}

test('real responses are as described, key by key in order', async () => {
  const created = await gateway.call('POST', '/v1/payments/hpp', { ...session, metadata: { a: 'b' } })
  const payment = (await described(paymentResponse, created)) as { id: string }
  expect(Object.keys(payment)).toEqual(keysOf(paymentResponse))
  await described(paymentResponse, await gateway.call('POST', `/v1/payments/${payment.id}/cancel`))
  const list = await described(paymentListResponse, await gateway.call('GET', '/v1/payments'))
  expect(Object.keys(list as object)).toEqual(keysOf(paymentListResponse))
})

test('a payment that was paid and refunded is as described', async () => {
  const card = {
    number: '4111111111111111',
    exp_month: 12,
    exp_year: 2040,
    cvc: '123',
    holder_name: 'A. Berg',
  }
  const created = await gateway.call('POST', '/v1/payments', { amount: 2500, currency: 'eur', card })
  const { id } = (await described(paymentResponse, created)) as { id: string }
  const read = async () =>
    (await described(paymentResponse, await gateway.call('GET', `/v1/payments/${id}`))) as object
  await expect.poll(read).toMatchObject({ status: 'succeeded' })
  const asked = await gateway.call('POST', `/v1/payments/${id}/refund`, { reason: 'too_large' })
  expect(await described(paymentResponse, asked)).toMatchObject({ refunds: [{ status: 'pending' }] })
})

test.each([
  ['a missing field', 'POST', '/v1/payments/hpp', {}],
  ['an unknown payment', 'GET', '/v1/payments/pay_x', undefined],
  ['a wrong method', 'GET', '/v1/payments/hpp', undefined],
])('the error of %s is as described', async (_, method, path, body) => {
  const { error } = (await described(errorResponse, await gateway.call(method, path, body))) as {
    error: object
  }
  expect(Object.keys(error)).toEqual(keysOf(errorResponse.shape.error))
})
