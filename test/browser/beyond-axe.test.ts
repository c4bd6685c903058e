/** What an automatic check cannot see: pages whose text, colors, or movement their reader has changed. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTownForPages, pages } from '../../verification/browser/pages.ts'
import { newPayment } from '../../verification/browser/payments.ts'
import type { Town } from '../../verification/browser/town.ts'

const phone = { width: 390, height: 844 }
/** WCAG 1.4.12, word for word. */
const textSpacing = `*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}`

let town: Town
beforeAll(async () => {
  town = await openTownForPages()
}, 60_000)
afterAll(() => town.close())

async function visit<Value>(
  name: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<Value>,
): Promise<Value> {
  const context = await town.browser.newContext({ viewport: phone, bypassCSP: true, ...options })
  const page = await context.newPage()
  await pages[name]?.[1](town, page)
  try {
    return await look(page)
  } finally {
    await context.close()
  }
}

/** Elements with text of their own that is cut off, or that the window would have to be moved sideways to see. */
const lostText = `[...document.querySelectorAll('body *')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
  .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((element) => !element.closest('svg,script,style,option,.skip,.hidden,[hidden]'))
  .filter((element) => {
    const { left, right, width } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    if (style.clipPath !== 'none' || width <= 1) return false
    const isCut = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
    return left < -1 || right > innerWidth + 1 || isCut
  })
  .map((element) => element.outerHTML.slice(0, 120))`

const states = [
  'the form',
  'the form with errors',
  'the form after a declined card',
  'the challenge',
  'the receipt',
]

describe.each(states)('%s', (name) => {
  it.each([
    ['with text at 200 %', `html{font-size:200%!important}`],
    ['with the text spacing of WCAG 1.4.12', textSpacing],
  ])('%s loses nothing on a phone', async (_, style) => {
    await visit(name, {}, async (page) => {
      await page.addStyleTag({ content: style })
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(await page.evaluate(lostText)).toEqual([])
    })
  })

  it('fits a phone that is held sideways', async () => {
    await visit(name, { viewport: { width: 844, height: 390 } }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(await page.evaluate(lostText)).toEqual([])
    })
  })

  it('has no target lower than 24 pixels, and no button or field lower than 44', async () => {
    await visit(name, {}, async (page) => {
      const small = await page.evaluate(`[...document.querySelectorAll('a,button,input,select,summary')]
        .filter((element) => element.checkVisibility() && !element.closest('p') && element.type !== 'hidden')
        .filter((element) => !element.matches('.skip,input[type=radio],input[type=checkbox]'))
        .map((element) => [element.outerHTML.slice(0, 80), Math.round(element.getBoundingClientRect().height),
          element.matches('button,.button,input,select')])
        .filter(([, height, isControl]) => height < (isControl ? 44 : 24))`)
      expect(small).toEqual([])
    })
  })

  it('has its contact at the same place, the end of the page', async () => {
    await visit(name, {}, async (page) => {
      expect(await page.locator('footer a[href^="mailto:"]').count()).toBe(1)
    })
  })
})

describe('in forced colors', () => {
  const forced: BrowserContextOptions = { forcedColors: 'active' }

  it('the button that pays looks different from the one that leaves', async () => {
    await visit('the form', forced, async (page) => {
      const colors = await page.evaluate<readonly string[]>(
        `['button.pay', '.cancel'].map((selector) => getComputedStyle(document.querySelector(selector)).backgroundColor)`,
      )
      expect(colors[0]).not.toBe(colors[1])
    })
  })

  it('a field with an error has a thicker border than the others', async () => {
    await visit('the form with errors', forced, async (page) => {
      const [wrong, right] = await page.evaluate<readonly number[]>(
        `['[aria-invalid=true]', '[aria-invalid=false]'].map((selector) => {
          const input = document.querySelector('input' + selector)
          return input ? parseFloat(getComputedStyle(input).borderTopWidth) : 0
        })`,
      )
      expect(wrong).toBeGreaterThan(right ?? 0)
    })
  })
})

describe('with reduced motion', () => {
  it('nothing on the waiting page moves, and something still stands for the spinner', async () => {
    await visit('the waiting page', { reducedMotion: 'reduce' }, async (page) => {
      const moving = await page.evaluate(
        'document.getAnimations().filter((one) => one.playState === "running").length',
      )
      expect(moving).toBe(0)
      const size = await page.evaluate<number>(
        `document.querySelector('.spinner').getBoundingClientRect().height`,
      )
      expect(size).toBeGreaterThan(10)
    })
  })
})

describe('the form', () => {
  it('tells the browser what each field is for, and nothing else is filled in by it', async () => {
    await visit('the form', {}, async (page) => {
      const tokens = await page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('form.card input:not([type=hidden])')].map((input) => [input.name, input.autocomplete]))`,
      )
      expect(tokens).toEqual({
        number: 'cc-number',
        expiry: 'cc-exp',
        cvc: 'cc-csc',
        name: 'cc-name',
        email: 'email',
      })
    })
  })

  it('does nothing on its own: no field moves the focus, and nothing is sent before the button', async () => {
    await visit('the form', {}, async (page) => {
      const sent: string[] = []
      page.on('request', (request) => sent.push(request.url()))
      for (const [field, text] of Object.entries({
        number: '4242424242424242',
        expiry: '1230',
        cvc: '123',
      })) {
        await page.locator(`#${field}`).pressSequentially(text)
        expect(await page.evaluate('document.activeElement.id')).toBe(field)
      }
      expect(sent).toEqual([])
    })
  })

  it.each(['de', 'ar', 'el', 'ga'])(
    'says that it is in %s, and in which direction it is read',
    async (locale) => {
      const id = await newPayment(town)
      const html = await (await fetch(`${town.gatewayUrl}/hpp/${id}?locale=${locale}`)).text()
      expect(html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`)
    },
  )
})
