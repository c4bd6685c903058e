/** Key by key in a real browser: what the customer types stands there as on the card, and the caret stays where it was. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { openVisit, type Visit } from '../../verification/browser/town.ts'

let visit: Visit
let page: Page
let elsewhere: Page
let id: string

beforeAll(async () => {
  visit = await openVisit()
  page = visit.page
  id = await newPayment(visit.town)
  await visit.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: visit.town.gatewayUrl,
  })
  elsewhere = await visit.context.newPage()
  await elsewhere.goto(`${visit.town.gatewayUrl}/healthz`)
}, 60_000)
beforeEach(() => page.goto(`${visit.town.gatewayUrl}/hpp/${id}`))
afterAll(() => visit.close())

const caretOf = (field: string) => page.evaluate<number>(`document.getElementById('${field}').selectionStart`)

async function type(field: string, keys: string): Promise<string> {
  await page.focus(`#${field}`)
  await page.keyboard.type(keys)
  return page.inputValue(`#${field}`)
}

async function paste(field: string, text: string): Promise<string> {
  // The payment page itself may not write to the clipboard.
  await elsewhere.bringToFront()
  await elsewhere.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.bringToFront()
  await page.focus(`#${field}`)
  await page.keyboard.press('Control+V')
  return page.inputValue(`#${field}`)
}

async function press(key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

describe('the expiry date', () => {
  it.each([
    ['328', '03 / 28'],
    ['3/28', '03 / 28'],
    ['0328', '03 / 28'],
    ['03/28', '03 / 28'],
    ['1228', '12 / 28'],
    ['12/2030', '12 / 2030'],
    ['1/28', '01 / 28'],
    ['٠٣٢٨', '03 / 28'],
    ['１２／３０', '12 / 30'],
  ])('typed as %s becomes %s', async (keys, value) => {
    expect(await type('expiry', keys)).toBe(value)
    expect(await caretOf('expiry')).toBe(value.length)
  })

  it.each([
    ['03/28', '03 / 28'],
    ['2028-03', '03 / 2028'],
    [' 0328 ', '03 / 28'],
  ])('pasted as "%s" becomes %s', async (text, value) => {
    expect(await paste('expiry', text)).toBe(value)
  })

  it('is taken back key by key, over the slash too', async () => {
    await type('expiry', '1228')
    await press('Backspace', 2)
    expect(await page.inputValue('#expiry')).toMatch(/^12/)
    await press('Backspace', 4)
    expect(await page.inputValue('#expiry')).toBe('')
    expect(await type('expiry', '0330')).toBe('03 / 30')
  })

  it('can be corrected in its middle', async () => {
    await type('expiry', '1228')
    await press('ArrowLeft', 1)
    await page.keyboard.press('Backspace')
    await page.keyboard.type('3')
    expect(await page.inputValue('#expiry')).toBe('12 / 38')
    expect(await caretOf('expiry')).toBe(6)
  })
})

describe('the card number', () => {
  it.each([
    ['4111111111111111', '4111 1111 1111 1111', 'Visa'],
    ['4111-1111-1111-1111', '4111 1111 1111 1111', 'Visa'],
    ['378282246310005', '3782 822463 10005', 'American Express'],
    ['٤١١١١١١١١١١١١١١١', '4111 1111 1111 1111', 'Visa'],
  ])('typed as %s becomes %s', async (keys, value, brand) => {
    expect(await type('number', keys)).toBe(value)
    expect(await caretOf('number')).toBe(value.length)
    expect(await page.locator('[data-brand] svg').getAttribute('aria-label')).toBe(brand)
  })

  it('pasted with spaces of all kinds is grouped', async () => {
    expect(await paste('number', ' 4111\u00a01111 1111\u20091111 ')).toBe('4111 1111 1111 1111')
  })

  it('takes a digit in its middle and keeps the caret behind it', async () => {
    await type('number', '411111111111111')
    await page.keyboard.press('Home')
    await press('ArrowRight', 6)
    await page.keyboard.type('2')
    expect(await page.inputValue('#number')).toBe('4111 1211 1111 1111')
    expect(await caretOf('number')).toBe(7)
    await page.keyboard.type('3')
    expect(await page.inputValue('#number')).toMatch(/^4111 1231/)
  })

  it('is taken back key by key, over its gaps too', async () => {
    await type('number', '41111111')
    await press('Backspace', 8)
    expect(await page.inputValue('#number')).toBe('')
  })

  it('does not move the customer on to the next field', async () => {
    await type('number', '4111111111111111')
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
  })
})

describe('the length of a card number', () => {
  it.each([
    ['424242424242424', 'Your card number is too short'],
    ['37828224631000', 'Your card number is too short'],
    ['555555555555444', 'Your card number is too short'],
  ])('is judged by its brand: %s', async (keys, message) => {
    await type('number', keys)
    await page.keyboard.press('Tab')
    expect(await page.innerText('#number-error')).toBe(`Error:\n${message}`)
  })

  it.each([
    ['3782822463100059', '3782 822463 10005'],
    ['55555555555544449', '5555 5555 5555 4444'],
  ])('ends typing where the brand does: %s', async (keys, value) => {
    expect(await type('number', keys)).toBe(value)
  })

  it('keeps the digits behind the caret when one too many is typed in the middle', async () => {
    await type('number', '5555555555554444')
    await press('ArrowLeft', 4)
    await page.keyboard.type('9')
    expect(await page.inputValue('#number')).toBe('5555 5555 5555 4444')
  })
})

describe('the security code', () => {
  it('may be pasted, and takes digits only', async () => {
    expect(await paste('cvc', ' 7 3 7 ')).toBe('737')
    await page.fill('#cvc', '')
    expect(await type('cvc', '7a3٧')).toBe('737')
  })

  it('has four digits on an American Express card, and three on others', async () => {
    await type('number', '378282246310005')
    expect(await page.innerText('#cvc-hint')).toMatch(/4 digits on the front/)
    expect(await type('cvc', '12345')).toBe('1234')
    await page.fill('#number', '4111111111111111')
    await page.fill('#cvc', '')
    expect(await type('cvc', '1234')).toBe('123')
    expect(await page.innerText('#cvc-hint')).toMatch(/3 digits on the back/)
  })
})

describe('mistakes', () => {
  it('are shown when the customer leaves the field, not while the number is being typed', async () => {
    await type('number', '4111')
    expect(await page.innerText('#number-error')).toBe('')
    await page.keyboard.press('Tab')
    expect(await page.innerText('#number-error')).toMatch(/too short/)
    expect(await page.getAttribute('#number', 'aria-invalid')).toBe('true')
  })

  it('include a card number in the email address and in the name', async () => {
    await type('email', '4012000033330026@example.com')
    await type('name', '4012 0000 3333 0026')
    await page.focus('#number')
    expect(await page.innerText('#email-error')).toContain('Enter your email address, not the card number')
    expect(await page.innerText('#name-error')).toMatch(/not the card number/)
  })

  it('are gone with the key that corrects them', async () => {
    await type('expiry', '13')
    await page.keyboard.press('Tab')
    expect(await page.innerText('#expiry-error')).not.toBe('')
    await page.fill('#expiry', '')
    await type('expiry', '1230')
    expect(await page.innerText('#expiry-error')).toBe('')
  })

  it('of a field that was left empty wait for the button', async () => {
    await page.focus('#number')
    await press('Tab', 3)
    expect(await page.locator('.error:not(:empty)').count()).toBe(0)
    await page.locator('button.pay').click()
    expect(await page.locator('.error:not(:empty)').count()).toBe(5)
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
    expect(await page.title()).toMatch(/^Error: /)
  })
})
