/** The fields of the form that a merchant decides about, with scripts and without. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MerchantChanges } from '../../src/core/merchant.ts'
import { newPayment } from '../../verification/browser/payments.ts'
import {
  authorizations,
  customer,
  fillCard,
  openVisit,
  pay,
  readPayment,
  type Visit,
} from '../../verification/browser/town.ts'

let visit: Visit
let page: Page
beforeAll(async () => {
  visit = await openVisit()
  page = visit.page
}, 60_000)
afterEach(() => change({ acceptedBrands: null, billingAddress: null, attemptsMax: null }))
afterAll(() => visit.close())

async function change(changes: MerchantChanges): Promise<void> {
  const { gateway } = visit.town
  await gateway.app.storage.updateMerchant(gateway.merchantId, changes)
}

async function open(on: Page, more: object = {}): Promise<string> {
  const terms = { amount: 2_500, currency: 'eur', redirect_url: visit.town.shopUrl }
  const id = await newPayment(visit.town, { ...terms, ...more })
  await on.goto(`${visit.town.gatewayUrl}/hpp/${id}`)
  return id
}

async function withoutScripts(visited: (page: Page) => Promise<void>): Promise<void> {
  const { context, page: plain } = await customer(visit.town, false)
  await visited(plain)
  await context.close()
}

const top = async (selector: string) => (await page.locator(selector).boundingBox())?.y
const refusal = 'We don’t accept this type of card. Please use Visa or Maestro'
const marks = (on: Page) =>
  on.locator('.brands svg').evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')))

describe('a card of a brand that the merchant does not accept', () => {
  it('is refused when the customer leaves the field, with the brands that are accepted', async () => {
    await change({ acceptedBrands: ['visa', 'maestro'] })
    const id = await open(page)
    expect(await marks(page)).toEqual(['Visa', 'Maestro'])
    await page.fill('#number', '5555555555554444')
    expect(await page.locator('#number-error').innerText()).toBe('')
    await page.locator('#expiry').focus()
    expect(await page.locator('#number-error').innerText()).toContain(refusal)
    await fillCard(page, '5555555555554444')
    await page.locator('button.pay').click()
    expect(await page.locator('[data-errors] li').allInnerTexts()).toEqual([refusal])
    expect(new URL(page.url()).pathname).toBe(`/hpp/${id}`)
    await pay(page, '4111111111111111')
    await page.waitForURL(`${visit.town.shopUrl}/**`)
    expect((await readPayment(visit.town, id)).status).toBe('succeeded')
  })

  it('is refused without scripts before any attempt, in the same words', async () => {
    await change({ acceptedBrands: ['visa', 'maestro'] })
    await withoutScripts(async (plain) => {
      const id = await open(plain)
      await pay(plain, '5555555555554444')
      expect(await plain.locator('#number-error').innerText()).toContain(refusal)
      expect(await plain.inputValue('#number')).toBe('')
      expect([(await readPayment(visit.town, id)).status, await authorizations(visit.town, id)]).toEqual([
        'pending',
        0,
      ])
    })
  })

  it('is left to the server where all brands are accepted', async () => {
    await open(page)
    expect(await marks(page)).toHaveLength(8)
    await page.fill('#number', '2200000000000004')
    await page.locator('#expiry').focus()
    expect(await page.locator('#number-error').innerText()).toBe('')
    await fillCard(page, '2200000000000004')
    await page.locator('button.pay').click()
    await page.waitForURL('**/pay/**')
    expect(await page.locator('#number-error').innerText()).toContain('We don’t accept this type of card')
  })
})

describe('an email address that looks mistyped', () => {
  const question = () => page.locator('[data-status] button')

  it('is asked about when the customer leaves the field, and corrected only on request', async () => {
    const id = await open(page)
    await fillCard(page, '4111111111111111')
    await page.fill('#email', 'maria@gmial.com')
    await page.locator('#name').focus()
    expect((await question().innerText()).replaceAll(/[\u2068\u2069]/g, '')).toBe(
      'Did you mean maria@gmail.com?',
    )
    expect(await page.inputValue('#email')).toBe('maria@gmial.com')
    await question().press('Enter')
    expect([await page.inputValue('#email'), await question().count()]).toEqual(['maria@gmail.com', 0])
    await page.locator('button.pay').click()
    await page.waitForURL(`${visit.town.shopUrl}/**`)
    expect((await readPayment(visit.town, id)).customer?.email).toBe('maria@gmail.com')
  })

  it('is taken as it is if the customer pays nonetheless', async () => {
    const id = await open(page)
    await fillCard(page, '4111111111111111')
    await page.fill('#email', 'maria@gmial.com')
    await page.locator('#name').focus()
    await question().waitFor()
    await page.locator('button.pay').click()
    await page.waitForURL(`${visit.town.shopUrl}/**`)
    expect((await readPayment(visit.town, id)).customer?.email).toBe('maria@gmial.com')
  })

  it('has a button of its own size, beside the one that pays', async () => {
    await open(page)
    await page.fill('#email', 'maria@gmial.com')
    await page.locator('#name').focus()
    const asked = await question().boundingBox()
    expect(asked?.height).toBeGreaterThanOrEqual(44)
    expect(Number(asked?.y) + Number(asked?.height)).toBeLessThanOrEqual(Number(await top('button.pay')))
  })

  it('does not move the button away from under the pointer that presses it', async () => {
    const id = await open(page)
    await fillCard(page, '4111111111111111')
    await page.fill('#email', 'maria@gmial.com')
    await page.locator('button.pay').click()
    await page.waitForURL(`${visit.town.shopUrl}/**`)
    expect((await readPayment(visit.town, id)).status).toBe('succeeded')
  })
})

describe('a billing address', () => {
  const fillAddress = async (on: Page) => {
    await on.selectOption('#country', 'AT')
    await on.fill('#line1', 'Ring 1')
    await on.fill('#city', 'Wien')
    await on.fill('#postcode', '1010')
  }
  const address = { country: 'AT', line1: 'Ring 1', line2: null, city: 'Wien', postcode: '1010' }
  const stored = async (id: string) =>
    (await visit.town.gateway.app.storage.findPayment(id))?.customer?.address

  it('is asked for only where the merchant requires it', async () => {
    await open(page)
    expect(await page.locator('fieldset, select#country').count()).toBe(0)
    await change({ billingAddress: 'required' })
    await open(page)
    const tokens = await page
      .locator('fieldset :is(input, select)')
      .evaluateAll((fields) => fields.map((field) => field.getAttribute('autocomplete')))
    expect(tokens).toEqual([
      'billing country',
      ...['billing address-line1', 'billing address-line2', 'billing address-level2', 'billing postal-code'],
    ])
  })

  it.each(['en', 'ar'])('has each label above its field, and messages below, in %s', async (locale) => {
    await change({ billingAddress: 'required' })
    await open(page)
    await page.goto(`${page.url()}?locale=${locale}`)
    await page.locator('button.pay').click()
    const [city, postcode] = await Promise.all(
      ['city', 'postcode'].map(async (name) => ({
        label: await top(`label[for=${name}]`),
        field: await top(`#${name}`),
        error: await top(`#${name}-error`),
      })),
    )
    expect([postcode?.label, postcode?.field]).toEqual([city?.label, city?.field])
    const tops = [city?.label, city?.field, city?.error, postcode?.error].map(Number)
    expect(tops).toEqual(tops.toSorted((one, other) => one - other))
  })

  it('is checked, follows the country, asks about a postcode, and is stored with the payment', async () => {
    await change({ billingAddress: 'required' })
    const id = await open(page)
    // Where the shop is, because this browser names no country.
    const country = () =>
      Promise.all([page.inputValue('#country'), page.locator('label[for=postcode]').innerText()])
    expect(await country()).toEqual(['DE', 'Postcode'])
    await page.selectOption('#country', 'US')
    expect(await country()).toEqual(['US', 'ZIP code'])
    await fillCard(page, '4111111111111111')
    await page.locator('button.pay').click()
    expect(await page.locator('[data-errors] li').allInnerTexts()).toEqual([
      'Enter your address',
      'Enter your town or city',
      'Enter your postcode',
    ])
    await fillAddress(page)
    await page.fill('#postcode', '10100')
    await page.locator('#name').focus()
    expect(await page.locator('label[for=postcode]').innerText()).toBe('Postcode')
    expect(await page.locator('#unusual').innerText()).toContain('looks unusual')
    await page.fill('#postcode', '1010')
    await page.locator('#name').focus()
    expect(await page.locator('#unusual').innerText()).toBe('')
    await page.locator('button.pay').click()
    await page.waitForURL(`${visit.town.shopUrl}/**`)
    expect(await stored(id)).toEqual(address)
  })

  it('is kept over a declined card without scripts, and in the language of the page', async () => {
    await change({ billingAddress: 'required', attemptsMax: 2 })
    await withoutScripts(async (plain) => {
      const id = await open(plain)
      await fillAddress(plain)
      await pay(plain, '4000000000000002')
      expect(await plain.inputValue('#number')).toBe('')
      expect([await plain.inputValue('#country'), await plain.inputValue('#line1')]).toEqual(['AT', 'Ring 1'])
      await plain.goto(`${plain.url()}?locale=de`)
      expect(await plain.locator('#country option').first().innerText()).toBe('Österreich')
      await pay(plain, '4111111111111111')
      await plain.waitForURL(`${visit.town.shopUrl}/**`)
      expect(await stored(id)).toEqual(address)
    })
  })
})
