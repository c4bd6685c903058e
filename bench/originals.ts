/** Real payments, made through the API, of which a database is filled with copies. */
import { setTimeout as sleep } from 'node:timers/promises'
import { authorization, createPath, sessionBody } from './sample.ts'

export type Originals = Readonly<{ paidId: string; canceledId: string; openId: string }>

type Headers = Readonly<Record<string, string>>

export const card = {
  number: '4242424242424242',
  exp_month: 12,
  exp_year: 2040,
  cvc: '123',
  holder_name: 'Robin Berg',
}

export async function makeOriginals(url: string, headers: Headers = authorization): Promise<Originals> {
  const send = sender(url, headers)
  const open = await send(createPath, sessionBody, 'open')
  const canceled = await send(createPath, sessionBody, 'canceled')
  await send(`/v1/payments/${canceled.id}/cancel`, '{}')
  const returnUrl = 'https://shop.example.com/complete'
  const paid = await send(
    '/v1/payments',
    JSON.stringify({ amount: 2500, currency: 'eur', card, return_url: returnUrl }),
  )
  await untilSucceeded(`${url}/v1/payments/${paid.id}`, headers)
  return { paidId: paid.id, canceledId: canceled.id, openId: open.id }
}

function sender(url: string, own: Headers) {
  return async (path: string, body: string, key = path): Promise<{ id: string }> => {
    const headers = { ...own, 'content-type': 'application/json', 'idempotency-key': `original-${key}` }
    const response = await fetch(url + path, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${path} responded ${response.status}: ${await response.text()}`)
    return (await response.json()) as { id: string }
  }
}

async function untilSucceeded(url: string, headers: Headers): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const payment = (await (await fetch(url, { headers })).json()) as { status: string }
    if (payment.status === 'succeeded') return
    await sleep(25)
  }
  throw new Error('the original payment did not succeed')
}
