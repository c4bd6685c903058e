/** Processes that do only a part of the work. */
import { afterEach, expect, test } from 'vitest'
import type { ServedPart } from '../../src/config/served-parts.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { readConfig } from '../support/read-config.ts'

let gateway: TestApp
afterEach(() => gateway.close())

async function open(...serves: readonly ServedPart[]): Promise<void> {
  gateway = await openTestApp({ serves })
}

const statusOf = async (path: string): Promise<number> => (await gateway.request(path)).status

test('a process for the API has no payment page', async () => {
  await open('api')
  const created = await gateway.call('POST', '/v1/payments/hpp', session)
  expect(created.status).toBe(201)
  const { redirect_url: page } = (await created.json()) as { redirect_url: string }
  expect(await statusOf(new URL(page).pathname)).toBe(404)
  expect(await statusOf('/docs')).toBe(200)
  expect(await statusOf('/readyz')).toBe(200)
})

test('a process for the payment page has no API', async () => {
  await open('page')
  expect((await gateway.call('GET', '/v1/payments')).status).toBe(404)
  expect(await statusOf('/docs')).toBe(404)
  expect(await statusOf('/privacy')).toBe(200)
  expect(await statusOf('/readyz')).toBe(200)
})

test('only a process with a worker continues payments', async () => {
  await open('api', 'page')
  // It would go on until its signal fires.
  await gateway.app.work(10, new AbortController().signal)
})

test('SERVE is a list of parts, and everything if it is not set', () => {
  const urls = { API_URL: 'https://api.example.com', PAY_URL: 'https://pay.example.com' }
  const serves = (SERVE?: string) => readConfig(SERVE === undefined ? urls : { ...urls, SERVE }).serves
  expect(serves('api, worker')).toEqual(['api', 'worker'])
  expect(serves()).toEqual(['api', 'page', 'worker', 'webhooks'])
  expect(() => serves('api,pages')).toThrow()
})
