/** In a real browser: what breaks the page's rules is stopped, reported to us, and told in the log. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { logged } from '../throttles/limited-app.ts'
import { newPayment } from './pages.ts'
import { customer, openTown, type Town } from './town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

it('a picture from elsewhere is not loaded, and the operator learns of it', async () => {
  const { context, page } = await customer(town, true)
  const stopped: unknown[] = []
  page.on('requestfailed', (request) => stopped.push([request.url(), request.failure()?.errorText]))
  await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
  await page.evaluate(
    "document.body.append(Object.assign(new Image(), { src: 'https://evil.example/x.png' }))",
  )
  const told = () => logged(town.gateway, 'security').filter((line) => 'img-src' in line)
  await expect.poll(told, { timeout: 10_000 }).toMatchObject([{ security: 'page_rule_broken', 'img-src': 1 }])
  expect(stopped).toEqual([['https://evil.example/x.png', 'csp']])
  await context.close()
})
