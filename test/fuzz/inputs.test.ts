/** The fuzzer sends whatever the published descriptions name, so a new parameter is fuzzed without being told. */
import { expect, it } from 'vitest'
import { merchantApi, sandboxApi } from '../../scripts/openapi/api.ts'
import { type Input, nextInput } from '../../verification/fuzz/inputs.ts'
import { Prng } from '../../verification/seeded-random.ts'

const targets = {
  card: { pan: '4000000000000002', cvc: '917' },
  key: 'key',
  paymentId: 'pay_page',
  changedPaymentId: 'pay_changed',
  form: '/hpp/pay_page/pay/token',
  cancelForm: '/hpp/pay_page/cancel/token',
}
const random = new Prng(1)
const inputs = Array.from({ length: 4_000 }, () => nextInput(random, targets)).filter(
  (input): input is Exclude<Input, { kind: 'bytes' }> => input.kind !== 'bytes',
)

const endpoints = [merchantApi, sandboxApi].flatMap((api) => api.endpoints)

it.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s is sent all that it takes',
  (_, { method, path, query, body }) => {
    const paths = ['pay_page', 'pay_changed'].map((id) => path.replaceAll(/:[a-z_]+/g, id))
    const sent = inputs.filter((input) => paths.includes(input.path.split('?')[0] ?? ''))
    expect(sent.some((input) => input.method === method)).toBe(true)
    for (const name of Object.keys(query.shape))
      expect(sent.map((input) => input.path).join('\n')).toContain(`${encodeURIComponent(name)}=`)
    const bodies = sent.map((input) => input.body.toString()).join('\n')
    const shape = typeof body === 'string' ? {} : (body.test as unknown as { shape: object }).shape
    for (const name of Object.keys(shape)) expect(bodies).toContain(`"${name}":`)
  },
)

it('the card that is looked for afterwards is in them, and idempotency keys are', () => {
  expect(inputs.some(({ body }) => body.includes(`"number":"${targets.card.pan}"`))).toBe(true)
  expect(inputs.some(({ headers }) => 'idempotency-key' in headers)).toBe(true)
})
