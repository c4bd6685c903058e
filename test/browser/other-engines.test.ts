/**
 * The ways through the page in Firefox and WebKit, with scripts and without: where redirects lead, and what Back and reload
 * show. They run where Debian's `firefox-esr`, or `webkit2gtk-driver` and `xvfb`, are installed.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MerchantChanges } from '../../src/core/merchant.ts'
import { findFirefox } from '../../verification/browser/engines/firefox.ts'
import { findWebKit } from '../../verification/browser/engines/webkit.ts'
import { eventually, type Window } from '../../verification/browser/engines/window.ts'
import { authorizations, openStreets, readPayment, type Streets } from '../../verification/browser/town.ts'

const approved = '4242424242424242'
const declined = '4000000000009995'
/** By a form, and by a link. */
const challenged = '4635440000002223'
const challengedThenDeclined = '4000008400001629'
const coBadged = '4000002500001001'
/** As WebDriver writes it. */
const enterKey = '\uE007'

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
      opened = await engine.openWindow(scripts)
      window = opened.window
    }, 60_000)
    afterAll(async () => {
      await opened.close()
      await streets.close()
    })
    afterEach(() => change({ attemptsMax: null, localNetworks: null }))

    async function change(details: MerchantChanges): Promise<void> {
      await streets.gateway.app.storage.updateMerchant(streets.gateway.merchantId, details)
    }

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
      // What the number brings onto the page moves the fields below it, and a click could miss.
      if (scripts && pan === coBadged) await eventually('the networks', () => window.text('.networks legend'))
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

    it('a declined customer pays with a different card, and enters only the card again', async () => {
      await change({ attemptsMax: 2 })
      const id = await goToPay()
      await pay(declined)
      await heading('declined')
      await window.type('#number', approved)
      // WebKit's driver does not scroll to the button of this page.
      await window.type('#cvc', `123${enterKey}`)
      await atShop('succeeded')
      expect(await readPayment(streets, id)).toMatchObject({ status: 'succeeded' })
    })

    it('two clicks pay once', async () => {
      const id = await goToPay()
      await fill(approved)
      await window.clickTwice('button.pay')
      // Without scripts, the browser shows the response to the second click: what has become of the payment.
      await eventually('the end', async () => {
        if ((await window.url()).startsWith(streets.shopUrl)) return true
        return (await window.text('h1').catch(() => null)) === 'Already paid' || null
      })
      expect(await authorizations(streets, id)).toBe(1)
    })

    async function confirmAtBank(): Promise<void> {
      let isSent = scripts
      await eventually('the bank', async () => {
        if ((await window.url()).includes('/sandbox/bank/')) return true
        // Only a script sends the form by itself. Once it is sent, its page may be gone at any moment.
        const onward = 'form[data-go] button'
        if (!isSent && (await window.text(onward).catch(() => null)) !== null) {
          isSent = true
          await window.click(onward)
        }
        return null
      })
      await window.click('button.primary')
    }

    it('a customer confirms at the bank, which a form leads to, and is back at the shop', async () => {
      const id = await goToPay()
      await pay(challenged)
      await confirmAtBank()
      await atShop('succeeded')
      expect(await readPayment(streets, id)).toMatchObject({ status: 'succeeded' })
    })

    it('a customer confirms at the bank, which a link leads to, and reads that the bank declined', async () => {
      const id = await goToPay()
      await pay(challengedThenDeclined)
      await confirmAtBank()
      await heading('declined')
      expect(await readPayment(streets, id)).toMatchObject({ decline_code: 'generic_decline' })
    })

    it('a customer is asked before leaving, and returns without having paid', async () => {
      const id = await goToPay()
      await window.type('#number', '4242')
      await window.click('.cancel')
      if (!scripts) await heading('Cancel this payment?')
      await window.click('.cancel-yes')
      await atShop('failed')
      expect(await readPayment(streets, id)).toMatchObject({ decline_code: 'canceled_by_customer' })
    })

    it('a customer who comes too late reads that the link has expired, and so does a reload', async () => {
      const id = await goToPay()
      streets.later(25 * 3_600_000)
      await window.open(`${streets.gatewayUrl}/hpp/${id}`)
      await heading('expired')
      await window.reload()
      await heading('expired')
      expect(await window.text('#number')).toBeNull()
    })

    it('a customer reads from right to left, changes to German, and pays', async () => {
      const id = await goToPay()
      await window.open(`${streets.gatewayUrl}/hpp/${id}?locale=ar`)
      expect(await window.text('[dir=rtl] button.pay')).toContain('دفع')
      await window.open(`${streets.gatewayUrl}/hpp/${id}?locale=de`)
      expect(await window.text('[lang=de] button.pay')).toContain('bezahlen')
      await pay(approved)
      await atShop('succeeded')
      expect(await readPayment(streets, id)).toMatchObject({ status: 'succeeded' })
    })

    it('a customer with a co-badged card chooses its network', async () => {
      await change({ localNetworks: ['cartes_bancaires'] })
      const id = await goToPay()
      if (scripts) await fill(coBadged)
      else {
        await pay(coBadged)
        await eventually('the question', () => window.text('.errors a[href="#network"]').catch(() => null))
        await window.type('#number', coBadged)
        await window.type('#cvc', '123')
      }
      await window.click('.networks [value=visa]')
      await window.click('button.pay')
      await atShop('succeeded')
      expect((await streets.gateway.app.storage.findPayment(id))?.card?.network).toBe('visa')
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
