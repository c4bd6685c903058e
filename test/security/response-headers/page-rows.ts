/** Everything that the hosted page and the sandbox's bank can respond. */
import type { Row } from './rows.ts'
import { cards, unknownId, type World } from './world.ts'

const fromItself = { 'sec-fetch-site': 'same-origin' }

const at = (path: string) => (w: World) => w.get(path)
const open =
  (more = '') =>
  async (w: World) =>
    w.get(`/hpp/${await w.newPayment()}${more}`)
const method =
  (name: string, more = '') =>
  async (w: World) =>
    w.ask(name, `/hpp/${unknownId}${more}`)

const states: readonly Row[] = [
  ['the card form', 200, open()],
  ['the card form of a live payment', 200, async (w) => w.get(`/hpp/${await w.newPayment('live')}`)],
  [
    'the card form of a merchant with a look of its own',
    200,
    (w) => w.look(async () => w.get(`/hpp/${await w.newPayment()}`)),
  ],
  [
    'the card form after a declined card',
    200,
    async (w) => w.get(`/hpp/${await w.paymentWith(cards.declined)}`),
  ],
  ['the waiting page', 200, async (w) => w.get(`/hpp/${await w.waiting()}`)],
  ['the challenge', 200, async (w) => w.get(`/hpp/${await w.paymentWith(cards.linked)}`)],
  ['the hand-off by a form', 200, async (w) => w.get(await handOffOf(w))],
  ['the hand-off by a link', 200, async (w) => w.get(await handOffOf(w, cards.linked))],
  ["the hand-off with the bank's method", 200, async (w) => w.get(await identifying(w))],
  [
    "the way out of a bank's frame",
    200,
    async (w) => w.post(await w.issuerPath('returnUrl'), 'cres=x', { 'sec-fetch-dest': 'iframe' }),
  ],
  ['the receipt', 200, async (w) => w.get(`/hpp/${await w.paymentWith(cards.approved)}`)],
  [
    'the result right after paying',
    200,
    async (w) => w.get(`/hpp/${await w.paymentWith(cards.approved)}/result`),
  ],
  ['the question before leaving', 200, open('/cancel')],
  ['the choice of language', 200, open('?languages')],
  ['a declined payment', 200, async (w) => w.get(`/hpp/${await w.paymentWith(cards.declined, 2)}`)],
  ['a canceled payment', 200, async (w) => w.get(`/hpp/${await w.canceled()}`)],
  ['an expired payment', 410, async (w) => w.get(`/hpp/${await w.expired()}`)],
  ['the way back to the shop', 200, async (w) => w.get(`/hpp/${await w.paymentWith(cards.approved)}/return`)],
  ['the state for the waiting page', 200, open('/status')],
  ["a merchant's logo", 200, (w) => w.look((hash) => w.get(`/logos/${hash}`))],
  ['the icon', 200, at('/favicon.ico')],
  ['the privacy text', 200, at('/privacy')],
  ['the accessibility text', 200, at('/accessibility')],
]

const redirects: readonly Row[] = [
  ['the way back, too early', 303, open('/return')],
  ['a result, too early', 303, open('/result')],
  ['the question before leaving, by the address of its form', 200, open('/cancel/x')],
  ['the hand-off without a challenge', 303, open('/authenticate')],
  ['the way on from the waiting page', 303, open('/next')],
  ['the return from the issuer, unsigned', 303, open('/3ds/return')],
  [
    'the return from the issuer by a form',
    303,
    async (w) => w.post(`/hpp/${await w.newPayment()}/3ds/return`, 'cres=x'),
  ],
  [
    "going on without the bank's method",
    303,
    async (w) => w.post(actionIn(await w.get(await identifying(w))), 'method=U'),
  ],
  ['the address of a form, typed by hand', 303, open('/pay/x')],
  [
    'a card that is paid with',
    303,
    async (w) => w.post(await w.actionOf(await w.newPayment(), 'pay'), `test_card=${cards.approved}`),
  ],
  [
    'a payment that is canceled',
    303,
    async (w) => w.post(await w.actionOf(await w.newPayment(), 'cancel'), ''),
  ],
  [
    'a test session that is ended by its page',
    303,
    async (w) => {
      const pay = await w.actionOf(await w.newPayment(), 'pay')
      return w.post(pay.replace('/pay/', '/expire/'), '')
    },
  ],
  [
    'the networks of a card',
    200,
    async (w) => w.post(`/hpp/${await w.newPayment()}/networks`, 'digits=40000025'),
  ],
  ['the networks of a card, opened', 303, open('/networks')],
  [
    'more time for a payment',
    303,
    async (w) => {
      const pay = await w.actionOf(await w.newPayment(), 'pay')
      return w.post(pay.replace('/pay/', '/extend/'), 'extension=1')
    },
  ],
]

const pay =
  (fields: string, headers = {}) =>
  async (w: World) =>
    w.post(await w.actionOf(await w.newPayment(), 'pay'), fields, headers)

const refusals: readonly Row[] = [
  ['a form with errors', 422, pay('number=1')],
  ['a form with a field that it does not have', 400, pay('amount=1')],
  ['a form from another site', 403, pay('name=x', { origin: 'https://evil.example' })],
  ['a form that is too large', 413, pay(`name=${'x'.repeat(9_000)}`)],
  ['no payment', 404, at(`/hpp/${unknownId}`)],
  ['no payment, by its form', 404, (w) => w.post(`/hpp/${unknownId}/pay/x`, 'name=x')],
  ['no state of no payment', 404, at(`/hpp/${unknownId}/status`)],
  ['no logo', 404, at('/logos/0123456789abcdef0123456789abcdef')],
  ['no ID', 404, at('/hpp')],
  ['a path that the page does not have', 404, at(`/hpp/${unknownId}/more`)],
  ['a method that the page does not have', 405, method('DELETE')],
  ['a method that the way back does not have', 405, method('PUT', '/return')],
  ['a method that the networks of a card do not have', 405, method('PUT', '/networks')],
  [
    'networks of a whole number',
    400,
    async (w) => w.post(`/hpp/${await w.newPayment()}/networks`, 'digits=4000002500001001'),
  ],
  ['a method that the return from the issuer does not have', 405, method('PUT', '/3ds/return')],
  ['a method that a form does not have', 405, method('PUT', '/pay/x')],
  [
    "the notification of the bank's method",
    204,
    async (w) => w.post(await w.issuerPath('methodNotificationUrl'), ''),
  ],
  [
    "the notification of the bank's method, by a link",
    204,
    async (w) => w.get(await w.issuerPath('methodNotificationUrl')),
  ],
  ["the notification of the bank's method, unsigned", 400, open('/3ds/method')],
  ['a report of a broken rule', 204, (w) => report(w, '{"csp-report":{}}')],
  ['a report that is none', 400, (w) => report(w, '{')],
  ['a report that is asked for', 405, at('/csp-report')],
  ["no challenge at the sandbox's bank", 404, at('/sandbox/bank/challenge/x')],
  ["a challenge at the sandbox's bank", 200, async (w) => w.get(await bankOf(w))],
  ["an answer to the sandbox's bank", 200, async (w) => w.post(await bankOf(w), 'outcome=pass')],
  ["the method of the sandbox's bank", 200, async (w) => runMethod(w)],
  ["a method that the sandbox's bank does not run", 404, (w) => w.post('/sandbox/bank/method/x', '')],
  ["a method that the sandbox's bank does not have for its own", 405, at('/sandbox/bank/method/x')],
  ["a method that the sandbox's bank does not have", 405, (w) => w.ask('PUT', '/sandbox/bank/challenge/x')],
  ['the receiver of the sandbox', 200, at('/sandbox/receiver')],
  ['a webhook at the receiver', 200, (w) => w.post('/sandbox/receiver', '{}')],
  ['a webhook that the receiver is to fail', 500, (w) => w.post('/sandbox/receiver?status=500', '{}')],
  ['a status that the receiver does not know', 400, (w) => w.post('/sandbox/receiver?status=1', '{}')],
  [
    'a secret for the receiver',
    303,
    (w) => w.post('/sandbox/receiver/secrets', `secret=whsec_${'a'.repeat(44)}`, fromItself),
  ],
  ['no secret for the receiver', 400, (w) => w.post('/sandbox/receiver/secrets', 'secret=', fromItself)],
  ['a receiver that forgets', 303, (w) => w.post('/sandbox/receiver/clear', '', fromItself)],
  ['a receiver that another site asks to forget', 403, (w) => w.post('/sandbox/receiver/clear', '')],
  ['a method that the receiver does not have', 405, (w) => w.ask('PUT', '/sandbox/receiver')],
  ['secrets of the receiver that are asked for', 405, at('/sandbox/receiver/secrets')],
  ['a receiver that is asked to forget by a link', 405, at('/sandbox/receiver/clear')],
]

function report(w: World, body: string) {
  return w.ask('POST', '/csp-report', { headers: { 'content-type': 'application/csp-report' }, body })
}

async function handOffOf(w: World, pan = cards.challenged): Promise<string> {
  return `/hpp/${await w.paymentWith(pan)}/authenticate`
}

async function bankOf(w: World): Promise<string> {
  const { body } = await w.get(await handOffOf(w, cards.linked))
  return /\/sandbox\/bank\/challenge\/[^"]+/.exec(body)?.[0] ?? ''
}

/** The hand-off of a payment whose bank wants to know a browser that runs scripts. */
async function identifying(w: World): Promise<string> {
  const id = await w.newPayment()
  const browser = encodeURIComponent('en-US,24,1920,1080,-60')
  await w.post(await w.actionOf(id, 'pay'), `test_card=${cards.challenged}&browser=${browser}`)
  return `/hpp/${id}/authenticate`
}

function actionIn({ body }: Readonly<{ body: string }>): string {
  return /action="([^"]+\/continue\/[^"]+)"/.exec(body)?.[1] ?? ''
}

async function runMethod(w: World) {
  const { body } = await w.get(await identifying(w))
  const [, path = '', data = ''] =
    /(\/sandbox\/bank\/method\/[^"]+)".*?name="threeDSMethodData" value="([^"]+)"/s.exec(body) ?? []
  return w.post(path, `threeDSMethodData=${data}`)
}

export const pageRows: readonly Row[] = [...states, ...redirects, ...refusals]
