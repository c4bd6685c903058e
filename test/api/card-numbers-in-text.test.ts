/** Card numbers in fields that must not contain them: the request is accepted, and a security event names the field. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { direct, payDirectly, refund } from '../stories/payments.ts'

const pan = '4532015112830366'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** The fields that are warned of while something happens. */
async function warned(act: () => Promise<Response>): Promise<readonly unknown[]> {
  const before = app.logLines.length
  const response = await act()
  expect([200, 201]).toContain(response.status)
  const lines = app.logLines.slice(before)
  expect(lines.join('\n')).not.toContain(pan)
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ security }) => security === 'card_number_in_text')
    .map(({ object, requestId, who }) => {
      expect([requestId, who]).toEqual([
        response.headers.get('flowlix-request-id'),
        expect.stringMatching(/^key_/),
      ])
      return object
    })
}

const customer = {
  ...{ email: 'alex@example.com', first_name: 'Alex', last_name: 'Johnson', address: 'Main Street 1' },
  ...{ city: 'Berlin', zip: '10117', country: 'DE', phone: '+491709876543' },
}
const create = (more: object) => () => app.call('POST', '/v1/payments/hpp', { ...session, ...more })

it.each([
  ['description', create({ description: `paid with ${pan}` })],
  ['description', create({ description: '４５３２,０１５１,１２８３,０３６６' })],
  ['description', create({ description: '4532\u00a00151\u00a01283\u00a00366' })],
  ['description', create({ description: '4532  0151  1283  0366' })],
  ['redirect_url', create({ redirect_url: `https://shop.example.com/done?card=${pan}` })],
  ['callback_url', create({ callback_url: `https://shop.example.com/${pan}/paid` })],
  ['metadata', create({ metadata: { order: '7', card: pan } })],
  ['metadata', create({ metadata: { [pan]: 'x' } })],
  ['customer.email', create({ customer: { ...customer, email: `${pan}@example.com` } })],
  ['customer.first_name', create({ customer: { ...customer, first_name: pan } })],
  ['customer.last_name', create({ customer: { ...customer, last_name: pan } })],
  ['customer.address', create({ customer: { ...customer, address: `${pan}\nBerlin` } })],
  ['customer.city', create({ customer: { ...customer, city: pan } })],
  ['customer.zip', create({ customer: { ...customer, zip: pan } })],
  [
    'card.holder_name',
    () => app.call('POST', '/v1/payments', { ...direct(), card: { ...direct().card, holder_name: pan } }),
  ],
  ['description', () => app.call('POST', '/v1/payments', { ...direct(), description: pan })],
  [
    'return_url',
    () =>
      app.call('POST', '/v1/payments', {
        ...direct(),
        return_url: `https://shop.example.com/?n=${pan}`,
      }),
  ],
])('a card number in %s is reported', async (field, act) => {
  expect(await warned(act)).toEqual([field])
})

it('a card number in the reason of a refund is reported', async () => {
  const { id } = await payDirectly(app)
  expect(await warned(() => refund(app, id, { reason: `back to ${pan}` }))).toEqual(['reason'])
})

it('numbers that are not card numbers are not reported', async () => {
  expect(
    await warned(create({ customer, description: 'Order 1042', metadata: { order_id: '1042' } })),
  ).toEqual([])
  expect(await warned(() => app.call('POST', '/v1/payments', direct()))).toEqual([])
})
