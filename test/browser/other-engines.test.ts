/**
 * The ways through the page in Firefox and WebKit, with scripts and without: where redirects lead, and what Back and reload
 * show. They run where Debian's `firefox-esr`, or `webkit2gtk-driver` and `xvfb`, are installed.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findFirefox } from '../../verification/browser/engines/firefox.ts'
import { findWebKit } from '../../verification/browser/engines/webkit.ts'
import { eventually, type Window } from '../../verification/browser/engines/window.ts'
import { authorizations, openStreets, readPayment, type Streets } from '../../verification/browser/town.ts'

const approved = '4242424242424242'
const declined = '4000000000009995'
const challenged = '4635440000002223'

const engines = [
  { name: 'Firefox', engine: findFirefox(), packages: 'firefox-esr' },
  { name: 'WebKit', engine: findWebKit(), packages: 'webkit2gtk-driver and xvfb' },
]

describe.each(engines)('in $name', ({ engine, packages }) => {
  if (engine === null) {
    it.skip(`needs the Debian packages ${packages}`, () => undefined)
    return
  }

  describe.each([true, false])('with scripts: %s', (scripts) => {
    let streets: Streets
    let opened: Awaited<ReturnType<typeof engine.openWindow>>
    let window: Window

    beforeAll(async () => {
      streets = await openStreets()
    })
    afterAll(() => streets.close())
    beforeEach(async () => {
      opened = await engine.openWindow(scripts)
      window = opened.window
    })
    afterEach(() => opened.close())

    /** From the shop to the payment page; gives the payment's ID. */
    async function goToPay(): Promise<string> {
      await window.open(streets.shopUrl)
      await window.click('form button')
      return eventually(
        'the payment page',
        async () => /pay_[0-9a-f-]+/.exec(await window.url())?.[0] ?? null,
      )
    }

    async function fill(pan: string): Promise<void> {
      await window.type('#number', pan)
      await window.type('#expiry', '1230')
      await window.type('#cvc', '123')
      await window.type('#name', 'Maria Muster')
      await window.type('#email', 'maria@example.com')
    }

    async function pay(pan: string): Promise<void> {
      await fill(pan)
      await window.click('button.pay')
    }

    const heading = (text: string): Promise<string> =>
      eventually(`the heading "${text}"`, async () => {
        const found = await window.text('h1').catch(() => null)
        return found?.includes(text) ? found : null
      })

    const atShop = (status: string): Promise<string> =>
      eventually('the shop', async () => {
        const url = await window.url()
        return url.startsWith(streets.shopUrl) && url.includes(`status=${status}`) ? url : null
      })

    it('a customer pays and is back at the shop', async () => {
      const id = await goToPay()
      await pay(approved)
      await atShop('succeeded')
      await heading('Thank you')
      expect(await readPayment(streets, id)).toMatchObject({ status: 'succeeded' })
    })

    const ways = engine.canGoBack ? 'Back and a reload' : 'a reload'
    it(`after paying, ${ways} show what was paid, never the card, and nothing is paid twice`, async () => {
      const id = await goToPay()
      await pay(approved)
      await atShop('succeeded')
      if (engine.canGoBack) {
        await window.back()
        await heading('')
        expect(await window.text('#number')).toBeNull()
      }
      await window.open(`${streets.gatewayUrl}/hpp/${id}`)
      expect(await window.text('#number')).toBeNull()
      await window.reload()
      expect(await window.text('#number')).toBeNull()
      expect(await authorizations(streets, id)).toBe(1)
    })

    it('a declined customer reads why, and returns by the link', async () => {
      const id = await goToPay()
      await pay(declined)
      await heading('declined')
      await window.click('main a.button')
      await atShop('failed')
      expect(await readPayment(streets, id)).toMatchObject({ decline_code: 'insufficient_funds' })
    })

    it('a customer confirms at the bank and is back at the shop', async () => {
      const id = await goToPay()
      await pay(challenged)
      await eventually('the bank', async () => {
        if ((await window.url()).includes('/sandbox/bank/')) return true
        // Without scripts, a button leads to the bank.
        if ((await window.text('h1').catch(() => null))?.includes('Taking you to your bank'))
          await window.click('main .button').catch(() => undefined)
        return null
      })
      await window.click('button.primary')
      await atShop('succeeded')
      expect(await readPayment(streets, id)).toMatchObject({ status: 'succeeded' })
    })

    it('a mistyped number is explained, and can be corrected', async () => {
      const id = await goToPay()
      await pay('4242424242424241')
      await eventually(
        'the error',
        async () => (await window.text('#number-error').catch(() => null)) || null,
      )
      expect(await authorizations(streets, id)).toBe(0)
      expect(await readPayment(streets, id)).toMatchObject({ status: 'pending' })
    })
  })
})
