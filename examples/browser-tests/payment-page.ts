/**
 * The hosted payment page for a shop's own browser tests, with Playwright. It uses only the names that the documentation
 * promises, and no words, so it works in every language of the page.
 */
import type { Page } from 'playwright-core'

export type TestCard = Readonly<{
  number: string
  expiry?: string
  cvc?: string
  name?: string
  email?: string
}>

/** What the page shows, from the attribute `data-state` of its main element. */
export type PageState =
  | 'open'
  | 'processing'
  | 'challenge'
  | 'cancel'
  | 'succeeded'
  | 'failed'
  | 'abandoned'
  | 'expired'
  | 'canceled'

export class PaymentPage {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Waits until the browser is on the payment page and it shows this. */
  async shows(state: PageState): Promise<void> {
    await this.page.locator(`main[data-state="${state}"]`).waitFor()
  }

  async fill({
    number,
    expiry = '12/30',
    cvc = '123',
    name = 'Test Customer',
    email,
  }: TestCard): Promise<void> {
    await this.shows('open')
    await this.page.fill('[name="number"]', number)
    await this.page.fill('[name="expiry"]', expiry)
    await this.page.fill('[name="cvc"]', cvc)
    await this.page.fill('[name="name"]', name)
    // Asked for only if the session was created without a customer.
    const field = this.page.locator('[name="email"]')
    if ((await field.count()) > 0) await field.fill(email ?? 'customer@example.com')
  }

  async pay(card: TestCard): Promise<void> {
    await this.fill(card)
    await this.page.click('button.pay')
  }

  /** After a card that asks for a challenge: on the page of the sandbox's simulated bank. */
  async answerChallenge(outcome: 'pass' | 'fail' | 'cancel' | 'timeout'): Promise<void> {
    await this.page.click(`button[name="outcome"][value="${outcome}"]`)
  }

  /** Leaves without paying, and says yes where the page asks. */
  async cancel(): Promise<void> {
    await this.page.click('.cancel')
    const yes = this.page.locator('.cancel-yes:visible')
    const hasLeft = this.page.waitForURL((url) => !url.pathname.startsWith('/hpp/'))
    await Promise.race([hasLeft, yes.click({ timeout: 5_000 }).then(() => hasLeft)])
  }

  /** From a result that stays until the customer has read it, such as a declined card. */
  async returnToShop(): Promise<void> {
    await this.page.click('a.return')
  }
}
