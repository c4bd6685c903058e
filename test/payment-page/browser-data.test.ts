/** What the issuer is told about the customer's browser, with scripts and without. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BrowserData } from '../../src/ports/acquirer.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

const scripts = 'de-AT,24,1920,1080,-60'

let gateway: TestApp
let visitor: Visitor
beforeEach(async () => {
  gateway = await openTestApp()
  visitor = new Visitor(gateway)
})
afterEach(() => gateway.close())

describe('what the bank learns about the browser', () => {
  async function told(browser: string | undefined, headers: Readonly<Record<string, string>> = {}) {
    const { acquirer } = gateway.app.sandbox
    let seen: BrowserData | null = null
    Object.assign(acquirer, {
      authorize: async ({ browser: data }: { browser: BrowserData }) => {
        seen = data
        return { kind: 'declined', declineCode: 'do_not_honor', country: null }
      },
    })
    const fields = browser === undefined ? card : { ...card, browser }
    const id = await visitor.newPayment()
    const answer = await visitor.pay(id, fields, headers)
    expect(answer.status).toBe(303)
    return seen as BrowserData | null
  }
  const headers = {
    accept: 'text/html,*/*;q=0.8',
    'user-agent': 'Mozilla/5.0',
    'accept-language': 'nl-NL;q=0.9, en',
  }

  it('comes from its headers and its script', async () => {
    visitor = new Visitor(gateway, '192.0.2.7')
    expect(await told(scripts, headers)).toEqual({
      acceptHeader: 'text/html,*/*;q=0.8',
      userAgent: 'Mozilla/5.0',
      language: 'de-AT',
      ip: '192.0.2.7',
      javascriptEnabled: true,
      screen: { colorDepth: 24, width: 1920, height: 1080, timeZoneOffset: -60, javaEnabled: false },
    })
  })

  it('comes from its headers alone where no script runs', async () => {
    expect(await told(undefined, headers)).toEqual({
      acceptHeader: 'text/html,*/*;q=0.8',
      userAgent: 'Mozilla/5.0',
      language: 'nl-NL',
      ip: null,
      javascriptEnabled: false,
      screen: null,
    })
  })

  it.each([
    '',
    'x',
    'en,24,1920,1080',
    'en,0,1920,1080,-60',
    'en,24,1920,1080,900',
    'en,24,-1,1080,0',
    'en,24,1920000,1080,0',
    `${'e'.repeat(36)},24,1,1,0`,
  ])('leaves out what is malformed, and nobody is kept from paying: %j', async (browser) => {
    expect(await told(browser)).toMatchObject({ javascriptEnabled: false, screen: null })
  })

  it('has a language only if it is one, and a color depth that 3-D Secure knows', async () => {
    const strange = await told('<b>,30,1920,1080,0', { 'accept-language': '*' })
    expect(strange).toMatchObject({ language: null, screen: { colorDepth: 24, timeZoneOffset: 0 } })
  })

  it('is never longer than it may be, and printable', async () => {
    const long = await told(undefined, { 'user-agent': `\u00e9${'x'.repeat(3_000)}` })
    expect(long?.userAgent).toBe('x'.repeat(2_048))
  })
})
