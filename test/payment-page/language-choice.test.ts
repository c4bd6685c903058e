/** In which language a page comes, and how long a choice lasts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { preferredLanguage, preferredRegion } from '../../src/payment-page/language/accept-language.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

let gateway: TestApp
let visitor: Visitor
beforeAll(async () => {
  gateway = await openTestApp()
  visitor = new Visitor(gateway)
})
afterAll(() => gateway.close())

const challengeCard = '4635440000002223'
const languageIn = (html: string): string | undefined => /<html lang="([^"]*)"/.exec(html)?.[1]
const asks = (header: string) => ({ 'accept-language': header })
const languageAt = async (path: string, accepted = ''): Promise<string | undefined> =>
  languageIn(await visitor.html(path, accepted === '' ? {} : asks(accepted)))

describe('the country in Accept-Language', () => {
  it.each([
    ['de-AT,de;q=0.9,en-US;q=0.8', 'AT'],
    ['zh-Hant-TW', 'TW'],
    ['en-us', 'US'],
    ['de,en-GB;q=0.9', null],
    ['en-XX', null],
    ['*', null],
    ['', null],
    [null, null],
  ])('%s is %s', (header, country) => {
    expect(preferredRegion(header)).toBe(country)
  })
})

describe('the best of Accept-Language', () => {
  it.each([
    ['de-CH, fr;q=0.9', 'de'],
    ['fr;q=0.5, de-AT;q=0.8, en;q=0.1', 'de'],
    ['zh-CN, zh;q=0.9, en-US;q=0.8', 'en'],
    ['nn-NO', 'nb'],
    ['de;q=0, it;q=0.2', 'it'],
    ['da;Q=0.3,sv; q = 0.4', 'sv'],
    ['es;q=0.8, it;q=0.8', 'es'],
    ['pl;q=2, cs;q=0.1', 'cs'],
    ['zh, *;q=0.5', null],
    ['', null],
    [',;;q=,de;', 'de'],
    [`${'x,'.repeat(100)}de`, null],
  ] as const)('%s is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language)
    expect(preferredLanguage(header)).toBe(language)
  })
})

describe('the language of a page', () => {
  it('is the customer’s choice, then the payment’s, then the browser’s, then the installation’s', async () => {
    const [named, plain] = [
      await visitor.newPayment({ ...session, locale: 'fr-CA' }),
      await visitor.newPayment(),
    ]
    expect(await languageAt(`/hpp/${named}?locale=it`, 'de')).toBe('it')
    expect(await languageAt(`/hpp/${named}`, 'de')).toBe('fr')
    expect(await languageAt(`/hpp/${plain}`, 'de')).toBe('de')
    expect(await languageAt(`/hpp/${plain}`)).toBe('en')
  })

  it('is the payment’s on an error page of the payment, too', async () => {
    const id = await visitor.newPayment({ ...session, locale: 'de' })
    const answer = await visitor.post(await visitor.actionOf(id, 'cancel'), { unknown: '1' }, asks('fr'))
    expect([answer.status, languageIn(await answer.text())]).toEqual([400, 'de'])
    const unread = await visitor.post(await visitor.actionOf(id, 'cancel'), 'unknown', asks('fr'))
    expect([unread.status, languageIn(await unread.text())]).toEqual([400, 'fr'])
  })

  it('is not changed by what is no language of ours', async () => {
    for (const locale of ['tlh', '', 'x'.repeat(500), '<script>', 'de; drop', '\u0000']) {
      const id = await visitor.newPayment({ ...session, locale })
      expect(await languageAt(`/hpp/${id}?locale=${encodeURIComponent(locale)}`, 'pl')).toBe('pl')
    }
  })

  it('is the merchant’s, and then the installation’s, where the customer’s browser does not help', async () => {
    const danish = await openTestApp({ defaultLocale: 'da' })
    const page = new Visitor(danish)
    const path = `/hpp/${await page.newPayment()}`
    expect(languageIn(await page.html(path, asks('zh')))).toBe('da')
    await danish.app.storage.updateMerchant(danish.merchantId, { defaultLocale: 'fi' })
    expect(languageIn(await page.html(path, asks('zh')))).toBe('fi')
    expect(languageIn(await page.html(path, asks('sv')))).toBe('sv')
    await danish.close()
  })

  it('is found by a language’s own name, too, which the list of languages sends', async () => {
    const id = await visitor.newPayment()
    const html = await visitor.html(`/hpp/${id}?locale=${encodeURIComponent('Ελληνικά')}`)
    expect(languageIn(html)).toBe('el')
    expect(html).toContain('?locale=el"')
  })

  it('is found for problem pages and the pages of text, too', async () => {
    for (const path of ['/hpp/pay_0', '/privacy', '/accessibility', '/hpp']) {
      expect(await languageAt(path, 'sv')).toBe('sv')
      expect(await languageAt(`${path}?locale=el`, 'sv')).toBe('el')
    }
  })

  it('runs from right to left in Arabic', async () => {
    expect(await visitor.html('/privacy?locale=ar')).toContain('<html lang="ar" dir="rtl">')
  })

  it('may differ by Accept-Language, which every page says', async () => {
    for (const path of [`/hpp/${await visitor.newPayment()}`, '/hpp/pay_0', '/privacy']) {
      const { headers } = await gateway.request(path)
      expect(headers.get('vary')).toBe('Accept-Encoding, Accept-Language')
    }
  })

  it('is refused at creation only if it is not a string', async () => {
    const answer = await gateway.call('POST', '/v1/payments/hpp', { ...session, locale: 5 })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 'parameter_invalid', param: 'locale' } })
    const created = await gateway.call('POST', '/v1/payments/hpp', { ...session, locale: 'de' })
    expect(await created.json()).not.toHaveProperty('locale')
  })

  it('is the pseudo-language in the sandbox only', async () => {
    const path = `/hpp/${await visitor.newPayment()}?locale=en-XA`
    expect(await languageAt(path)).toBe('en-XA')
    const production = await openTestApp({ isSandbox: false })
    expect(languageIn(await new Visitor(production).html('/privacy?locale=en-XA'))).toBe('en')
    await production.close()
  })
})

describe('a choice', () => {
  const location = (answer: Response): string => answer.headers.get('location') ?? ''
  const actionOf = async (path: string, form: string): Promise<string> =>
    new RegExp(`action="([^"]*/${form}/[^"]*)"`).exec(await visitor.html(path))?.[1] ?? ''

  it('lasts over a form with errors, and to the way back', async () => {
    const id = await visitor.newPayment()
    const action = await actionOf(`/hpp/${id}?locale=de`, 'pay')
    const wrong = await visitor.post(action, { ...card, number: '1' })
    const shown = await wrong.text()
    expect([wrong.status, languageIn(shown)]).toEqual([422, 'de'])
    const again = /action="([^"]*\/pay\/[^"]*)"/.exec(shown)?.[1] ?? ''
    const paid = await visitor.post(again, card)
    expect(location(paid)).toBe(`/hpp/${id}/return?locale=de`)
    expect(await languageAt(location(paid), 'fr')).toBe('de')
  })

  it('lasts over a challenge', async () => {
    const id = await visitor.newPayment()
    const action = await actionOf(`/hpp/${id}?locale=de`, 'pay')
    const handOff = await visitor.post(action, { ...card, number: challengeCard })
    expect(location(handOff)).toBe(`/hpp/${id}/authenticate?locale=de`)
    const challenge = await visitor.html(`/hpp/${id}?locale=de`)
    const back =
      /href="[^"]*(\/hpp\/[^"]*\/3ds\/return[^"]*)"/.exec(challenge)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(location(await gateway.request(back))).toBe(`/hpp/${id}?locale=de`)
    const bank = (await gateway.app.storage.findPayment(id))?.attempts[0]?.challengeUrl ?? ''
    const answered = await visitor.post(new URL(bank).pathname, { outcome: 'pass' })
    const onward = /"[^"]*(\/hpp\/[^"]*\/3ds\/return[^"]*)"/.exec(await answered.text())?.[1] ?? ''
    const returned = await gateway.request(onward.replaceAll('&amp;', '&'))
    expect(location(returned)).toBe(`/hpp/${id}/return?locale=de`)
  })

  it('lasts when the customer cancels', async () => {
    const id = await visitor.newPayment()
    const canceled = await visitor.post(await actionOf(`/hpp/${id}/cancel?locale=de`, 'cancel'))
    expect(location(canceled)).toBe(`/hpp/${id}/return?locale=de`)
  })

  it('lasts where a form came too late, and where its address is typed', async () => {
    const id = await visitor.newPayment()
    const action = await actionOf(`/hpp/${id}?locale=de`, 'pay')
    await visitor.post(action, card)
    expect(location(await visitor.post(action, card))).toBe(`/hpp/${id}?locale=de`)
    expect(location(await gateway.request(action))).toBe(`/hpp/${id}?locale=de`)
  })

  it('is not made by a browser’s header', async () => {
    const id = await visitor.newPayment()
    expect(await visitor.html(`/hpp/${id}`, asks('de'))).toContain(`action="/hpp/${id}/pay/`)
    expect(location(await visitor.pay(id, card, asks('de')))).toBe(`/hpp/${id}/return`)
  })
})
