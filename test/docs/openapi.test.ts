/** The committed description is the one that the schemas give, covers the whole API, and describes real answers. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { openApiDocument, openApiText } from '../../scripts/openapi/document.ts'
import { operations } from '../../scripts/openapi/operations.ts'
import { errorCodes, statusOfError } from '../../src/api/api-error.ts'
import { parseBody } from '../../src/api/read-body.ts'
import { errorResponse, paymentListResponse, paymentResponse } from '../../src/api/response-schemas.ts'
import { endpoints } from '../../src/api/routes.ts'
import { validate } from '../../src/api/validate.ts'
import { openTestApp, session, type TestApp } from '../support/app.ts'

const root = new URL('../../', import.meta.url)
let gateway: TestApp

beforeAll(async () => {
  gateway = await openTestApp()
})
afterAll(() => gateway.close())

test('the committed file is fresh: run "node scripts/openapi.ts" when it is not', () => {
  expect(readFileSync(new URL('openapi.json', root), 'utf8')).toBe(openApiText())
})

test('a public linter has nothing to say about it', () => {
  const settings = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  const linter = new URL('node_modules/@redocly/cli/bin/cli.js', root).pathname
  const args = [linter, 'lint', '--extends=recommended', '--format=json', 'openapi.json']
  const output = execFileSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...settings },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  expect(JSON.parse(output)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } })
})

test('every endpoint is described, and nothing else is', () => {
  expect(Object.keys(operations).sort()).toEqual(
    endpoints.map(({ method, path }) => `${method} ${path}`).sort(),
  )
})

test('every error that an endpoint can answer has its status and its code there', () => {
  const text = JSON.stringify(openApiDocument())
  for (const code of errorCodes) {
    expect(text).toContain(`\`${code}\`: `)
    expect(text).toContain(`"${statusOfError(code)}":`)
  }
})

test('the examples of bodies are accepted by the schemas that check requests', () => {
  const withBody = endpoints.filter(({ body }) => typeof body === 'object')
  expect(withBody.length).toBe(3)
  for (const { method, path, body } of withBody) {
    const example = operations[`${method} ${path}`]?.requestExample
    const json = parseBody(new TextEncoder().encode(JSON.stringify(example)))
    if (typeof body === 'object') validate(body.live, json)
  }
})

test('the examples of answers are answers', () => {
  for (const { success } of Object.values(operations)) {
    const schema = success.schema === 'PaymentList' ? paymentListResponse : paymentResponse
    expect(Object.keys(schema.parse(success.example) as object)).toEqual(Object.keys(success.example))
  }
})

/** Parses strictly: no key too many, none too few; and in this order. */
async function described(schema: z.ZodType, answer: Response): Promise<unknown> {
  const body = (await answer.json()) as object
  schema.parse(body)
  return body
}

function keysOf(schema: { shape: object }): string[] {
  return Object.keys(schema.shape)
}

test('real answers are as described, key by key in order', async () => {
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
