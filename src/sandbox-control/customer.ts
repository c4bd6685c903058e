/** A customer without a browser: opens the hosted page, submits its form, and completes the bank's challenge. */
import { Browser, type Form, formsOf, type Page, type Visit, withoutEntities } from './browser.ts'

export const challengeChoices = ['pass', 'fail', 'cancel', 'timeout'] as const
export type ChallengeChoice = (typeof challengeChoices)[number]
export type Fields = Readonly<Record<string, string>>
type Paid =
  | Readonly<{ kind: 'sent' }>
  /** The page does not ask for a card. */
  | Readonly<{ kind: 'not_asked' }>
  /** The page shows the form again, because these fields are invalid. */
  | Readonly<{ kind: 'refused'; fields: readonly string[] }>

const bankLink = /href="([^"]{0,2000}\/sandbox\/bank\/challenge\/[^"]{1,200})"/

export class Customer {
  readonly #pageUrl: string
  readonly #browser: Browser

  constructor(gatewayUrl: string, paymentId: string, visit: Visit, signal: AbortSignal | null = null) {
    this.#pageUrl = `${gatewayUrl}/hpp/${paymentId}`
    this.#browser = new Browser(visit, signal)
  }

  /** Submits the form `presses` times at the same moment. The email address is sent only if the page asks for one. */
  async pay(fields: Fields, presses = 1): Promise<Paid> {
    const page = await this.#browser.open(this.#pageUrl)
    const form = formsOf(page).find(({ inner }) => inner.includes('name="number"'))
    if (form === undefined) return { kind: 'not_asked' }
    const sent = formFields(form, fields)
    const pages = await Promise.all(
      Array.from({ length: presses }, () => this.#browser.post(form.action, sent)),
    )
    const refused = pages.find(({ status }) => status === 422)
    return refused === undefined ? { kind: 'sent' } : { kind: 'refused', fields: wrongFields(refused) }
  }

  /** Completes the challenge, or returns from it if it was completed before. False if there is no challenge. */
  async answerChallenge(choice: ChallengeChoice): Promise<boolean> {
    const asked = await this.#openBank()
    if (asked === null) return false
    const isAsking = asked.html.includes('name="outcome"')
    const answered = isAsking
      ? await this.#browser.post(asked.url, { code: '123456', outcome: choice })
      : asked
    const back = /(?:url=|href=")([^"]{0,4000}\/3ds\/return[^"]{0,4000})"/.exec(answered.html)?.[1]
    if (back !== undefined) await this.#browser.open(withoutEntities(back))
    return true
  }

  /** Presses "Continue to your bank" as often as needed. Null if the page does not lead there. */
  async #openBank(): Promise<Page | null> {
    let page = await this.#browser.open(`${this.#pageUrl}/authenticate`)
    const without = formsOf(page).find(({ action }) => action.includes('/continue/'))
    // The bank's 3-D Secure method needs scripts, so it is skipped.
    if (without !== undefined) page = await this.#browser.post(without.action, hiddenFields(without))
    const form = formsOf(page).find(({ action }) => action.includes('/sandbox/bank/challenge/'))
    if (form !== undefined) return this.#browser.post(form.action, hiddenFields(form))
    const link = bankLink.exec(page.html)?.[1]
    return link === undefined ? null : this.#browser.open(new URL(withoutEntities(link), page.url).href)
  }

  /** Clicks "Cancel and return", and says yes to the question. False if the payment cannot be left. */
  async leave(): Promise<boolean> {
    const page = await this.#browser.open(`${this.#pageUrl}/cancel`)
    const form = formsOf(page).find(({ action }) => action.includes('/cancel/'))
    if (form === undefined) return false
    await this.#browser.post(form.action, {})
    return true
  }
}

/** Where the page asks for it. */
const address: Fields = { country: 'DE', line1: 'Test Street 1', city: 'Test City', postcode: '12345' }

function formFields({ inner }: Form, fields: Fields): Fields {
  const { email, ...others } = fields
  return {
    ...others,
    ...(inner.includes('name="line1"') ? address : {}),
    ...(email !== undefined && inner.includes('name="email"') ? { email } : {}),
  }
}

function hiddenFields({ inner }: Form): Fields {
  const inputs = inner.matchAll(/<input type="hidden" name="([^"]{1,64})" value="([^"]{0,8192})"/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, withoutEntities(value)]))
}

function wrongFields({ html }: Page): readonly string[] {
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([input]) => input)
  return (
    inputs
      // A right number and a right code are marked, too, because they are to be typed again.
      .filter((input) => input.includes('aria-invalid="true"') && !input.includes('data-again'))
      .flatMap((input) => /\bname="([a-z]{1,20})"/.exec(input)?.[1] ?? [])
  )
}
