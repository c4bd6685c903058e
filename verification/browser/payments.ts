/** Payments, brought to where a page is about them the way a payment gets there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { MerchantChanges } from '../../src/core/merchant.ts'
import { authorizations, readPayment, type Streets, type Town, townSettings, withKey } from './town.ts'

export const terms = { amount: 123_456, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
const described = { ...terms, description: 'Order 1001: two tickets for the evening of the 24th' }
export const approved = '4242424242424242'
export const lostAnswer = '4000000000000259'
export const refused = '4000000000000002'
export const challenged = '4635440000002223'

export async function newPayment(town: Town, body: object = described): Promise<string> {
  const response = await town.gateway.call('POST', '/v1/payments/hpp', body)
  return ((await response.json()) as { id: string }).id
}

/** Of a gateway whose sessions are open for three minutes. */
export async function newShortPayment(town: Town): Promise<string> {
  const { gateway } = town.gateway.app
  const { settings } = gateway
  const set = (sessionLifeMs: number) => Object.assign(gateway, { settings: { ...settings, sessionLifeMs } })
  set(3 * 60_000)
  const id = await newPayment(town)
  set(settings.sessionLifeMs)
  return id
}

/** The path of the form's action in the page as it is now. */
export async function actionOf(town: Town, id: string, form: 'pay' | 'cancel'): Promise<string> {
  const path = form === 'pay' ? `/hpp/${id}` : `/hpp/${id}/cancel`
  const html = await (await fetch(town.gatewayUrl + path)).text()
  return new RegExp(`action="(/hpp/[^"]+/${form}/[^"]+)"`).exec(html)?.[1] ?? ''
}

/** As a browser without scripts sends the form. */
export async function send(
  town: Town,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${town.gatewayUrl}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: town.gatewayUrl },
    body: new URLSearchParams(fields),
  })
}

/** A payment that was sent with this test card. */
export async function paymentWith(town: Town, pan: string, body: object = described): Promise<string> {
  const id = await newPayment(town, body)
  await send(town, await actionOf(town, id, 'pay'), { test_card: pan })
  return id
}

/** As {@link paymentWith}, where the acquirer has authorized the payment and its answer is lost. */
export async function paymentWithLostAnswer(town: Town): Promise<string> {
  const id = await newPayment(town)
  const sent = send(town, await actionOf(town, id, 'pay'), { test_card: lostAnswer })
  await giveUpAnswer(town, id)
  await sent
  return id
}

/** Lets the time pass in which the acquirer could answer, once it has the payment. */
export async function giveUpAnswer(town: Streets, id: string): Promise<void> {
  while ((await authorizations(town, id)) === 0) await sleep(10)
  town.later(townSettings.authorizeTimeoutMs)
}

/** Works until the payment's refunds are decided. The response to a refund does not wait for the acquirer. */
export async function refundsDone(town: Streets, id: string): Promise<void> {
  while ((await readPayment(town, id)).refunds.some(({ status }) => status === 'pending')) {
    town.later(1_000)
    await town.work()
  }
}

/** The same town, as another merchant of the same name meets it. */
export async function asMerchant(town: Town, changes: MerchantChanges): Promise<Town> {
  const key = await town.gateway.newKey('test', 'other')
  const { storage } = town.gateway.app
  const fresh = (await storage.listMerchants()).find(({ name }) => name === 'Other Shop')
  await storage.updateMerchant(fresh?.id ?? '', { name: 'Test Shop', ...changes })
  return withKey(town, key)
}
