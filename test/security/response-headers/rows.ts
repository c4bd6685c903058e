/** One row for everything that the gateway can respond: each route, each state of the page, each error. */
import { session } from '../../../verification/app/test-app.ts'
import { direct } from '../../stories/payments.ts'
import { pageRows } from './page-rows.ts'
import { webhookRows } from './webhook-rows.ts'
import { type Answer, cards, strange, unknownId, type World } from './world.ts'

export type Row = readonly [name: string, status: number, ask: (world: World) => Promise<Answer>]

const payments = '/v1/payments'
const refunded = { reason: 'returned' }
const act = (action: string, id: (w: World) => Promise<string>, body?: object) => async (w: World) =>
  w.call('POST', `${payments}/${await id(w)}/${action}`, body)
const drive = (action: string, body?: object) => async (w: World) =>
  w.call('POST', `/sandbox/v1/payments/${await w.newPayment()}/${action}`, body)
const opened = (w: World) => w.newPayment()
const paid = (w: World) => w.paymentWith(cards.approved)

const apiRows: readonly Row[] = [
  ['a new session', 201, (w) => w.call('POST', `${payments}/hpp`, session)],
  ['a direct payment', 201, (w) => w.call('POST', payments, direct(cards.approved))],
  ['a list of payments', 200, (w) => w.call('GET', payments)],
  ['a payment', 200, async (w) => w.call('GET', `${payments}/${await w.newPayment()}`)],
  ['a refund', 200, act('refund', paid, refunded)],
  ['a cancellation', 200, act('cancel', opened)],
  ['no key', 401, (w) => w.get(payments)],
  ['a payment that does not exist', 404, (w) => w.call('GET', `${payments}/${unknownId}`)],
  ['a path that the API does not have', 404, (w) => w.call('GET', '/v1/more')],
  ['a method that a path of the API does not have', 405, (w) => w.call('DELETE', payments)],
  ['a cancellation that is too late', 422, act('cancel', paid)],
  ['a body that is not valid', 400, (w) => w.call('POST', `${payments}/hpp`, {})],
  ['a body that is too large', 413, (w) => w.call('POST', `${payments}/hpp`, { x: 'x'.repeat(600_000) })],
  ['a body that is not JSON', 415, (w) => w.post(`${payments}/hpp`, 'a=b', w.withKey)],
  ['a card that the sandbox pays with', 200, drive('pay', { test_card: 'visa' })],
  ['a session that the sandbox lets expire', 200, drive('expire')],
  ['a session that the sandbox leaves', 200, drive('leave')],
  ['a path that the sandbox does not have', 404, (w) => w.call('GET', '/sandbox/v1/more')],
  ['too many wrong keys', 429, (w) => w.untilRefused({ authorization: 'Bearer wrong' }, payments)],
]

const otherRows: readonly Row[] = [
  ['the home page', 302, (w) => w.get('/')],
  ['the documentation', 200, (w) => w.get('/docs')],
  ['a picture of the documentation', 200, (w) => w.get('/docs/payment-page-phone-light.webp')],
  [
    'a picture of the documentation for dark screens',
    200,
    (w) => w.get('/docs/payment-page-phone-dark.webp'),
  ],
  ['the description of the API', 200, (w) => w.get('/openapi.json')],
  ['the page after the first payment', 200, (w) => w.get('/sandbox/complete')],
  ['the process is alive', 200, (w) => w.get('/healthz')],
  ['the process is ready', 200, (w) => w.get('/readyz')],
  ['a path that nothing has', 404, (w) => w.get('/nothing')],
  ['too many pages that do not exist', 429, (w) => w.untilRefused({}, `/hpp/${unknownId}`)],
]

/** They reach no route. One that is too slow (408) takes its time and is in test/http/every-response.test.ts. */
const rawRows: readonly Row[] = [
  ['bytes that are not HTTP', 400, (w) => w.send('hello\r\n\r\n')],
  ['headers that are too large', 431, (w) => w.send(strange('/', `X-Long: ${'x'.repeat(9_000)}\r\n`))],
  ['an address that is too long', 414, (w) => w.send(strange(`/v1/payments?${'x'.repeat(2_048)}`))],
  ['an expectation that is not met', 417, (w) => w.send(strange('/v1/payments', 'Expect: tea\r\n'))],
]

/** The storage fails, and then it is away. Nothing works afterwards, so these are last. */
const faultRows: readonly Row[] = [
  ['a fault of the page', 500, async (w) => w.get(`/hpp/${await w.failing()}`)],
  ['a fault of the API', 500, (w) => w.call('GET', `${payments}/${unknownId}`)],
  ['the page without its storage', 503, async (w) => w.get(`/hpp/${await w.withoutStorage()}`)],
  ['the API without its storage', 503, (w) => w.call('GET', payments)],
  ['the process is not ready', 503, (w) => w.get('/readyz')],
]

export const rows: readonly Row[] = [
  ...pageRows,
  ...apiRows,
  ...webhookRows,
  ...otherRows,
  ...rawRows,
  ...faultRows,
]
