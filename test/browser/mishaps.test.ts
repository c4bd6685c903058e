/** What people do to a payment page: click twice, go back, reload, open it in two tabs, come too late. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giveUpAnswer, lostAnswer } from '../../verification/browser/payments.ts'
import {
  authorizations,
  customer,
  fillCard,
  goToPay,
  openTown,
  pay,
  readPayment,
  type Town,
} from '../../verification/browser/town.ts'

const pan = '5555555555554444'
const amex = '378282246310005'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

/** Every value that the page's fields hold. */
async function fieldValues(page: Page): Promise<string> {
  const values = await page
    .locator('input')
    .evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value))
  return values.join(' ').replaceAll(' ', '')
}

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  it('a double click pays once', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await fillCard(page, amex)
    await page.locator('button.pay').dblclick({ noWaitAfter: true })
    await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
    expect(await authorizations(town, id)).toBe(1)
    await context.close()
  })

  it('Back after paying shows no card number and no way to pay again', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, pan)
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    for (let steps = 0; steps < 3; steps++) {
      await page.goBack({ waitUntil: 'load' }).catch(() => null)
      if (!page.url().includes('/hpp/')) continue
      expect(await fieldValues(page)).not.toContain(pan)
      if ((await page.locator('button.pay').count()) > 0) {
        await fillCard(page, pan)
        await page.locator('button.pay').click()
        await page.waitForLoadState()
      }
    }
    expect(await authorizations(town, id)).toBe(1)
    expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded' })
    await context.close()
  })

  it('the page of a finished payment says what became of it, however often it is loaded', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, pan)
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    await page.goto(`${town.gatewayUrl}/hpp/${id}`)
    await page.reload()
    expect(await page.locator('input').count()).toBe(0)
    expect(await page.innerText('main')).toMatch(/paid/i)
    expect(await page.innerText('main')).toContain('4444')
    expect(await page.innerText('main')).not.toContain('maria@example.com')
    await page.locator(`a[href^="${town.shopUrl}"]`).first().click()
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    await context.close()
  })

  it('of two tabs one pays, and the other one learns it', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    const second = await context.newPage()
    await second.goto(page.url())
    await fillCard(second, pan)
    await pay(page, pan)
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    await second.locator('button.pay').click()
    await second.waitForURL(/status=succeeded|\/hpp\//)
    expect(await authorizations(town, id)).toBe(1)
    await context.close()
  })

  it('a session that ends while its form is open says so and takes no card', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await fillCard(page, pan)
    town.later(25 * 3_600_000)
    await town.work()
    await page.locator('button.pay').click()
    await page.waitForLoadState()
    await expect.poll(() => readPayment(town, id)).toMatchObject({ status: 'expired' })
    await page.goto(`${town.gatewayUrl}/hpp/${id}`)
    expect(await page.innerText('main')).toMatch(/expired/i)
    expect(await page.locator('a[href*="status=failed"]').count()).toBeGreaterThan(0)
    expect(await authorizations(town, id)).toBe(0)
    await context.close()
  })

  it('mistakes are explained, and neither number nor code comes back', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await page.fill('#number', '4111111111111112')
    await page.fill('#expiry', '01/20')
    await page.fill('#cvc', '12')
    await page.fill('#name', 'Maria Muster')
    await page.locator('button.pay').click()
    await expect.poll(() => page.innerText('main')).toMatch(/There may be a typo/)
    expect(await page.innerText('main')).toMatch(/expired/)
    expect(await page.inputValue('#name')).toBe('Maria Muster')
    if (!scripts) expect(await fieldValues(page)).not.toContain('4111111111111112')
    expect(await readPayment(town, id)).toMatchObject({ status: 'pending', card: null })
    await context.close()
  })

  it('a URL without a payment reveals nothing', async () => {
    const { context, page } = await customer(town, scripts)
    const response = await page.goto(`${town.gatewayUrl}/hpp/pay_00000000-0000-0000-0000-000000000000`)
    expect(response?.status()).toBe(404)
    expect(await page.innerText('body')).toMatch(/not found/i)
    await context.close()
  })

  it('a lost answer is waited for, never asked for twice, and ends in the truth', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, lostAnswer)
    await giveUpAnswer(town, id)
    await page.waitForURL(new RegExp(`/hpp/${id}`))
    await expect.poll(() => page.innerText('main')).toMatch(/bank|confirm/i)
    expect(await page.locator('input[name=number]').count()).toBe(0)
    town.later(30_000)
    await expect
      .poll(async () => {
        await town.work()
        return readPayment(town, id)
      })
      .toMatchObject({ status: 'succeeded' })
    expect(await authorizations(town, id)).toBe(1)
    await page.goto(`${town.gatewayUrl}/hpp/${id}/return`)
    await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
    await context.close()
  })
})

describe('afterwards', () => {
  it('no card number is in the database, in any file that the gateway has written, or in its log', async () => {
    const files = readdirSync(town.gateway.folder).map((name) =>
      readFileSync(join(town.gateway.folder, name), 'latin1'),
    )
    const stored = (await town.gateway.database.contents()).values()
    const written = [...files, ...stored, ...town.gateway.logLines].join('\n')
    expect(written).toContain('maria@example.com')
    for (const number of [pan, amex, lostAnswer, '4111111111111112']) expect(written).not.toContain(number)
  })
})
