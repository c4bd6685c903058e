/** The mark of the recognized brand is next to the card number, never over it: measured in a real browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { openVisit, type Visit } from '../../verification/browser/town.ts'

const longest = {
  Visa: '4000000000000000006',
  Mastercard: '5555555555554444',
  'American Express': '378282246310005',
  'Diners Club': '3000000000000000004',
  JCB: '3528000000000000007',
  Discover: '6011000000000000001',
  UnionPay: '6200000000000000003',
  Maestro: '6759000000000000005',
}

/** How far digits may reach, where they end, and where the mark begins, all from the left edge of the window. */
const places = `(() => {
  const input = document.getElementById('number')
  const mark = document.querySelector('[data-brand] svg').getBoundingClientRect()
  const box = input.getBoundingClientRect()
  const style = getComputedStyle(input)
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = style.font
  return {
    room: box.right - parseFloat(style.paddingRight) - 1,
    end: box.left + 1 + parseFloat(style.paddingLeft) + pen.measureText(input.value).width,
    mark: mark.left,
    isInside: mark.right < box.right && mark.top > box.top && mark.bottom < box.bottom,
    align: style.textAlign + ' ' + style.direction,
  }
})()`
type Places = Readonly<{ room: number; end: number; mark: number; isInside: boolean; align: string }>

let visit: Visit
let page: Page
beforeAll(async () => {
  visit = await openVisit()
  page = visit.page
  await page.setViewportSize({ width: 320, height: 568 })
  await page.goto(`${visit.town.gatewayUrl}/hpp/${await newPayment(visit.town)}`)
}, 60_000)
afterAll(() => visit.close())

describe.each(['ltr', 'rtl'])('on a page that reads %s, 320 px wide', (direction) => {
  it.each(Object.entries(longest))('the mark of %s covers no digit', async (brand, pan) => {
    await page.evaluate(`document.documentElement.dir = '${direction}'`)
    await page.fill('#number', pan)
    expect(await page.getAttribute('[data-brand] svg', 'aria-label')).toBe(brand)
    const { room, end, mark, isInside, align } = await page.evaluate<Places>(places)
    expect({ align, isInside }).toEqual({ align: 'start ltr', isInside: true })
    expect(end).toBeLessThanOrEqual(mark)
    expect(room).toBeLessThanOrEqual(mark)
  })
})

describe('with text at 200 %', () => {
  it.each(['ltr', 'rtl'])(
    'a number that is too long for its field ends before the mark: %s',
    async (direction) => {
      await page.evaluate(`document.documentElement.dir = '${direction}'`)
      await page.evaluate(`document.documentElement.style.setProperty('font-size', '200%')`)
      await page.fill('#number', longest.UnionPay)
      const { room, mark, isInside } = await page.evaluate<Places>(places)
      expect(isInside).toBe(true)
      expect(room).toBeLessThanOrEqual(mark)
    },
  )
})

describe('the marks of the accepted cards', () => {
  it('are equal in size and named', async () => {
    const marks = page.locator('.brands .mark')
    const sizes = await marks.evaluateAll((all) =>
      all.map((mark) => {
        const { width, height } = (
          mark as { getBoundingClientRect(): { width: number; height: number } }
        ).getBoundingClientRect()
        return `${width} x ${height}`
      }),
    )
    expect(sizes.length).toBe(8)
    expect(new Set(sizes).size).toBe(1)
    expect(await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')))).toEqual(
      expect.arrayContaining(Object.keys(longest)),
    )
  })
})
