/** A co-badged card on the page: the customer chooses its network, with scripts and without, and with the keyboard. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, fillCard, openTown, pay, type Town } from '../../verification/browser/town.ts'

const coBadged = '4000002500001001'
const otherCoBadged = '5555552500001001'
const plain = '4242424242424242'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await town.gateway.app.storage.updateMerchant(town.gateway.merchantId, {
    localNetworks: ['cartes_bancaires'],
  })
}, 60_000)
afterAll(() => town.close())

async function openForm(page: Page): Promise<string> {
  const id = await newPayment(town)
  await page.goto(`${town.gatewayUrl}/hpp/${id}`)
  return id
}

const choices = (page: Page) => page.locator('.networks label')
const chosenNetwork = async (id: string) => (await town.gateway.app.storage.findPayment(id))?.card?.network

describe('with scripts', () => {
  it('the networks appear after eight digits, which alone are sent, and change with the number', async () => {
    const { context, page } = await customer(town, true)
    await openForm(page)
    const sent: (string | null)[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/networks')) sent.push(request.postData())
    })
    await page.locator('#number').pressSequentially('4000002')
    expect(await choices(page).count()).toBe(0)
    await page.locator('#number').pressSequentially('500001001')
    await choices(page).first().waitFor()
    // Beside each name, its mark is drawn.
    const names = '[...document.querySelectorAll(".networks label")].map((one) => one.lastChild.textContent)'
    expect(await page.evaluate(names)).toEqual(['CB', 'Visa'])
    expect(await page.getByRole('group', { name: 'Pay with' }).isVisible()).toBe(true)
    expect(await page.getByRole('radio', { name: 'CB' }).isChecked()).toBe(true)
    await page.fill('#number', otherCoBadged)
    await choices(page).getByText('Mastercard').waitFor()
    await page.fill('#number', plain)
    await expect.poll(() => choices(page).count()).toBe(0)
    expect(sent).toEqual(['digits=40000025', 'digits=55555525', 'digits=42424242'])
    await context.close()
  })

  it('the customer’s choice is charged', async () => {
    const { context, page } = await customer(town, true)
    const id = await openForm(page)
    await fillCard(page, coBadged)
    await page.getByRole('radio', { name: 'CB' }).waitFor()
    await page.getByRole('radio', { name: 'CB' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { name: 'Visa' }).isChecked()).toBe(true)
    await page.locator('button.pay').click()
    await page.waitForURL((url) => !url.href.startsWith(`${town.gatewayUrl}/hpp/${id}/pay`))
    await expect.poll(() => chosenNetwork(id)).toBe('visa')
    await context.close()
  })

  it('a form that is sent before the networks are known waits for them', async () => {
    const { context, page } = await customer(town, true)
    const id = await openForm(page)
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/networks', async (route) => {
      await held
      await route.continue()
    })
    await fillCard(page, coBadged)
    await page.locator('button.pay').click()
    expect((await town.gateway.app.storage.findPayment(id))?.attempts).toEqual([])
    answer()
    await choices(page).first().waitFor()
    expect(await page.evaluate('document.activeElement.value')).toBe('cartes_bancaires')
    await page.locator('button.pay').click()
    await expect.poll(() => chosenNetwork(id)).toBe('cartes_bancaires')
    await context.close()
  })

  it('the server asks when the networks could not be fetched', async () => {
    const { context, page } = await customer(town, true)
    await openForm(page)
    await page.route('**/networks', (route) => route.abort())
    await pay(page, coBadged)
    await page.getByRole('link', { name: 'Choose CB or Visa' }).waitFor()
    expect(await page.locator('[name=network]:checked').count()).toBe(0)
    await context.close()
  })
})

describe('without scripts', () => {
  it('the page asks in a second step, in which the customer enters the number again and chooses', async () => {
    const { context, page } = await customer(town, false)
    const id = await openForm(page)
    await pay(page, coBadged)
    const link = page.getByRole('link', { name: 'Choose CB or Visa' })
    await link.click()
    expect(await page.evaluate('document.activeElement.id')).toBe('network')
    expect(await page.inputValue('#number')).toBe('')
    expect(await page.inputValue('#name')).toBe('Maria Muster')
    await page.getByRole('radio', { name: 'CB' }).check()
    await page.fill('#number', coBadged)
    await page.fill('#cvc', '123')
    await page.locator('button.pay').click()
    await expect.poll(() => chosenNetwork(id)).toBe('cartes_bancaires')
    await context.close()
  })
})

it.each([true, false])('a merchant without local networks asks nobody, with scripts: %s', async (scripts) => {
  const { storage } = town.gateway.app
  await storage.updateMerchant(town.gateway.merchantId, { localNetworks: null })
  const { context, page } = await customer(town, scripts)
  const id = await openForm(page)
  await pay(page, coBadged)
  await expect.poll(async () => (await storage.findPayment(id))?.ending?.kind).toBe('succeeded')
  expect(await chosenNetwork(id)).toBeUndefined()
  await context.close()
})
