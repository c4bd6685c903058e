/** The last minutes of a short session, as a customer who is still typing meets them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, openTown, pay, readPayment, type Town } from '../../verification/browser/town.ts'

const minuteMs = 60_000
const lifeMs = 60 * minuteMs
/** The page names an end that is half a minute before the session's. */
const namedMs = lifeMs - 30_000

let town: Town
beforeAll(async () => {
  town = await openTown({ settings: { sessionLifeMs: lifeMs } })
}, 60_000)
afterAll(() => town.close())

/** A page whose own time the test moves. */
async function openPage(scripts: boolean): Promise<{ page: Page; id: string }> {
  const { context, page } = await customer(town, scripts)
  if (scripts) await context.clock.install()
  const id = await newPayment(town, { amount: 2_500, currency: 'eur', redirect_url: `${town.shopUrl}/` })
  await page.goto(`${town.gatewayUrl}/hpp/${id}`)
  return { page, id }
}

const status = (page: Page) => page.locator('.time [role=status]').textContent()

describe('a short session', () => {
  it('shows no time until five minutes are left, and then says so, at one minute, and at the end', async () => {
    const { page } = await openPage(true)
    expect(await page.locator('.time').isVisible()).toBe(false)
    await page.clock.fastForward(namedMs - 5 * minuteMs - 2_000)
    expect(await page.locator('.time').isVisible()).toBe(false)
    await page.clock.fastForward(3_000)
    expect(await page.locator('.time [aria-hidden]').innerText()).toMatch(/^Time left to pay: (5:00|4:5\d)$/)
    expect(await status(page)).toBe('Less than 5 minutes left to pay.')
    const { bottom, height } = await page.evaluate<{ bottom: number; height: number }>(
      `({ bottom: document.querySelector('.time').getBoundingClientRect().bottom, height: innerHeight })`,
    )
    expect(bottom).toBeLessThanOrEqual(height)
    await page.clock.fastForward(4 * minuteMs)
    expect(await status(page)).toBe('Less than 1 minute left to pay.')
    await page.clock.fastForward(minuteMs)
    expect(await page.locator('.time b').textContent()).toBe('0:00')
    expect(await status(page)).toBe('The time to pay has run out.')
    await page.context().close()
  })

  it('is extended by a button that keeps what was typed', async () => {
    const { page, id } = await openPage(true)
    await page.clock.fastForward(namedMs - 2 * minuteMs)
    await page.fill('#name', 'Maria Muster')
    await page.getByRole('button', { name: 'I need more time' }).dblclick()
    await expect.poll(() => status(page)).toBe('You now have more time to pay.')
    expect(await page.innerText('.time')).toMatch(/You now have more time to pay\.[^:]*I need more time/)
    expect(await page.inputValue('#name')).toBe('Maria Muster')
    await page.clock.fastForward(lifeMs + minuteMs + 2_000)
    expect(await status(page)).toBe('Less than 1 minute left to pay.')
    expect((await town.gateway.app.storage.findPayment(id))?.extensions).toBe(1)
    await pay(page, '4242424242424242')
    await expect.poll(async () => (await readPayment(town, id)).status).toBe('succeeded')
    await page.context().close()
  })

  it('shows how it ended half a minute after its end', async () => {
    const { page } = await openPage(true)
    town.later(lifeMs + 1_000)
    await page.clock.fastForward(lifeMs + 1_000)
    await page.waitForSelector('main[data-state=expired]')
    await page.context().close()
  })

  it('says without scripts until when it can be paid, and is extended without scripts', async () => {
    const { page, id } = await openPage(false)
    expect(await page.innerText('.time')).toMatch(/You can pay until .* at \d\d:\d\d/)
    await page.getByRole('button', { name: 'I need more time' }).click()
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    expect((await town.gateway.app.storage.findPayment(id))?.extensions).toBe(1)
    await page.context().close()
  })
})
