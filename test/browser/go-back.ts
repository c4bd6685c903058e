/** Shared by the tests of paying and of results. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Town } from '../../verification/browser/town.ts'

/** The reason stays until the customer has read it; the way back is the first thing that the keyboard reaches. */
export async function goBackAfterDecline(town: Town, page: Page): Promise<void> {
  await page.locator('h1', { hasText: 'Payment declined' }).waitFor()
  expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
  expect(await page.locator('main').locator('button:visible, .button, form').count()).toBe(1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${town.shopUrl}/checkout/**status=failed**`)
}
