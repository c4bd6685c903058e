/** What the page asks again: for a card after a decline, for fields after a mistake, and before the customer leaves. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, fillCard, openTown, pay, readPayment, type Town } from '../../verification/browser/town.ts'

const noFunds = '4000000000009995'
const wrongCode = '4000000000000127'

let town: Town
beforeAll(async () => {
  town = await openTown({ settings: { sessionLifeMs: 30 * 3_600_000, attemptsMax: 3 } })
}, 60_000)
afterAll(() => town.close())

const terms = () => ({ amount: 2_500, currency: 'eur', redirect_url: `${town.shopUrl}/` })
const focused = (page: Page) =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.className')

/** The fields with a strong border, which no error has given them. */
const marked = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('form.card input')]
    .filter((field) => field.ariaInvalid === 'false' && getComputedStyle(field).boxShadow.includes('inset'))
    .map((field) => field.id)`)

async function openForm(page: Page): Promise<string> {
  const id = await newPayment(town, terms())
  await page.goto(`${town.gatewayUrl}/hpp/${id}`)
  return id
}

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  it('after a decline, the heading and the title say so, and the reason is read out and focused', async () => {
    const { context, page } = await customer(town, scripts)
    await openForm(page)
    await pay(page, noFunds)
    await page.locator('.notice').waitFor()
    expect(await page.title()).toMatch(/^Declined: €25.00 to Test Shop/)
    expect(await page.innerText('h1')).toBe('Payment declined')
    expect(await page.getAttribute('.notice', 'role')).toBe('alert')
    expect(await focused(page)).toBe('notice')
    await context.close()
  })

  it('after a decline, number and code are marked until something is entered', async () => {
    const { context, page } = await customer(town, scripts)
    await openForm(page)
    await pay(page, noFunds)
    await page.locator('.notice').waitFor()
    expect(await marked(page)).toEqual(['number', 'cvc'])
    expect(await page.getByLabel('Card number').getAttribute('aria-describedby')).toBe('number-error')
    expect(await page.innerText('#number-error')).toBe('Enter your card number')
    expect(await page.innerText('#cvc-error')).toBe('Enter the security code')
    await page.locator('#number').pressSequentially('4')
    expect(await marked(page)).toEqual(['cvc'])
    await page.locator('#cvc').pressSequentially('1')
    expect(await marked(page)).toEqual([])
    await context.close()
  })

  it('after wrong card details, the customer goes on in the number field', async () => {
    const { context, page } = await customer(town, scripts)
    await openForm(page)
    await pay(page, wrongCode)
    await page.locator('.notice').waitFor()
    expect(await page.innerText('.notice')).toContain('please re-enter your card number and security code')
    expect(await focused(page)).toBe('number')
    await context.close()
  })

  it('a form that was open for a day asks again, and says why', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await openForm(page)
    await fillCard(page, '4242424242424242')
    town.later(25 * 3_600_000)
    await page.locator('button.pay').click()
    await page.locator('.notice').waitFor()
    expect(await page.innerText('.notice h2')).toBe('This page was open for too long')
    expect(await page.title()).toMatch(/^Error: Pay €25.00/)
    expect(await page.inputValue('#name')).toBe('Maria Muster')
    expect(await page.inputValue('#number')).toBe('')
    expect(await readPayment(town, id)).toMatchObject({ status: 'pending', card: null })
    await context.close()
  })

  it('a customer who is asked may go on paying', async () => {
    const { context, page } = await customer(town, scripts)
    await openForm(page)
    if (scripts) await page.fill('#name', 'Maria Muster')
    await page.locator('.cancel').click()
    await page.locator('.cancel-no').click()
    expect(await page.inputValue('#name')).toBe(scripts ? 'Maria Muster' : '')
    await pay(page, '4242424242424242')
    await page.waitForURL(`${town.shopUrl}/**status=succeeded**`)
    await context.close()
  })

  it('a customer who says yes has left', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await openForm(page)
    if (scripts) await page.fill('#name', 'Maria Muster')
    await page.locator('.cancel').click()
    expect(await readPayment(town, id)).toMatchObject({ status: 'pending' })
    await page.locator('.cancel-yes').click()
    await page.waitForURL(`${town.shopUrl}/**status=failed**`)
    expect(await readPayment(town, id)).toMatchObject({ decline_code: 'canceled_by_customer' })
    await context.close()
  })
})

describe('mistakes that only the server finds', () => {
  let page: Page
  beforeAll(async () => {
    page = (await customer(town, false)).page
  })
  afterAll(() => page.context().close())
  const listed = () => page.locator('[data-errors] li').allInnerTexts()

  it('mark the number and the code, which are gone, in the order of the page', async () => {
    await openForm(page)
    await fillCard(page, '4242424242424242')
    await page.fill('#expiry', '01/20')
    await page.locator('button.pay').click()
    expect(await listed()).toEqual([
      'Enter your card number again',
      'This card has expired. Check the date or use a different card',
      'Enter the security code again',
    ])
    expect(await page.locator('[aria-invalid=true]').count()).toBe(3)
    expect(await focused(page)).toBe('errors')
    expect(await page.locator('[data-errors] > *').nth(1).innerText()).toMatch(/please re-enter/)
  })

  it('keep their own message where the number itself was wrong', async () => {
    await openForm(page)
    await fillCard(page, '4242424242424241')
    await page.locator('button.pay').click()
    expect(await listed()).toEqual([
      'Check your card number. There may be a typo',
      'Enter the security code again',
    ])
  })

  it('do not ask to type again what was never typed', async () => {
    await openForm(page)
    await page.locator('button.pay').click()
    expect((await listed())[0]).toBe('Enter your card number')
    expect(await page.innerText('[data-errors]')).not.toMatch(/again|re-enter/)
  })
})

describe('the fields beside each other', () => {
  it('have messages of the whole width, and stand one below the other where the text is large', async () => {
    const { context, page } = await customer(town, true)
    await page.setViewportSize({ width: 320, height: 568 })
    await openForm(page)
    await page.locator('button.pay').click()
    const box = (selector: string) =>
      page.evaluate<{ top: number; width: number }>(`(() => {
        const { top, width } = document.querySelector('${selector}').getBoundingClientRect()
        return { top: Math.round(top), width: Math.round(width) }
      })()`)
    const whole = (await box('#number')).width
    expect((await box('#expiry')).top).toBe((await box('#cvc')).top)
    for (const name of ['expiry', 'cvc']) expect((await box(`#${name}-error`)).width).toBe(whole)
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    const { top, width } = await box('#cvc')
    expect(top).toBeGreaterThan((await box('#expiry')).top)
    expect(width).toBe((await box('#number')).width)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    await context.close()
  })
})

describe('the brand', () => {
  it('is read out when it is recognized, and a code is judged again', async () => {
    const { context, page } = await customer(town, true)
    await openForm(page)
    await page.fill('#cvc', '123')
    await page.fill('#number', '378282246310005')
    const brand = page.locator('[data-brand]')
    expect(await brand.getAttribute('role')).toBe('status')
    expect(await brand.locator('svg').getAttribute('aria-label')).toBe('American Express')
    await page.focus('#name')
    expect(await page.innerText('#cvc-error')).toContain('Enter the 4 digits on the front of your card')
    await page.fill('#number', '4242424242424242')
    expect(await page.innerText('#cvc-error')).toBe('')
    await context.close()
  })
})
