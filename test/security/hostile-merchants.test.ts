/**
 * Whatever a merchant's record and a session say, the page holds the same elements, scripts, and styles as for anybody else,
 * and its links lead only to the web, a mailbox, or a telephone. The records here are worse than the commands accept.
 */
import { array, assert, asyncProperty, constantFrom, oneof, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Merchant } from '../../src/core/merchant.ts'
import { checkPage } from '../../src/page-check/check-page.ts'
import { readMarkup } from '../../src/page-check/markup.ts'
import { iconPng } from '../../src/payment-page/icon.ts'
import { session } from '../../verification/app/test-app.ts'
import { type Answer, cards, World } from './response-headers/world.ts'

const atoms = [
  ...['<script>steal()</script>', '</script>', '</style>', '</title>', '</textarea>', '<!--', '-->', ']]>'],
  ...[
    '"',
    "'",
    '`',
    '" onmouseover="steal()',
    "' autofocus onfocus='steal()",
    '">',
    "'><img src=x onerror=steal()>",
  ],
  ...[
    '&',
    '&lt;script&gt;',
    '&#x3c;script&#x3e;',
    '\u003cscript\u003e',
    '\\u003cscript\\u003e',
    '{{7*7}}',
    '#{7*7}',
  ],
  ...['\u0000', '\r\n', '\u2028', '\u202e', '\ud800', '\ufeff', '＜script＞', 'ﬁ', '😀', 'ß'.repeat(100)],
  ...[
    'javascript:steal()',
    '//evil.example',
    'url(//evil.example)',
    '}*{color:red',
    '@import "//evil.example"',
  ],
  ...['{amount}', '{merchant}', '%s', '$&', "$'", '$1'],
]
const schemes = [
  ...[
    'javascript:steal()',
    'JaVaScRiPt:steal()',
    ' javascript:steal()',
    'java\tscript:steal()',
    'data:text/html,x',
  ],
  ...['vbscript:x', 'file:///etc/passwd', 'blob:x', '//evil.example', '\\\\evil.example', 'https:evil', 'x'],
]
/** What the API accepts. */
const accepted = atoms.filter((atom) => !/[\p{Cc}\p{Cs}\u202e]/u.test(atom) && atom.length < 50)
const text = array(constantFrom(...atoms), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('x'))

const texts = ['name', 'legalName', 'addressLine', 'city', 'statementDescriptor'] as const
const urls = ['supportUrl', 'termsUrl', 'privacyUrl', 'refundPolicyUrl'] as const
const shop = 'https://shop.example/'
const harmless: Partial<Merchant> = {
  ...{ name: 'Shop', legalName: 'Shop Ltd', addressLine: 'Street 1', city: 'Berlin', country: 'DE' },
  ...{ statementDescriptor: 'SHOP', supportEmail: 'a@shop.example', supportPhone: '+49 40 1' },
  ...{ supportUrl: shop, termsUrl: shop, privacyUrl: shop, refundPolicyUrl: shop },
}

let world: World
let paths: readonly string[]

beforeAll(async () => {
  world = await World.open()
  const states = [
    await world.newPayment(),
    await world.newPayment('live'),
    await world.paymentWith(cards.challenged),
  ]
  const ended = await world.paymentWith(cards.approved)
  paths = [...states, await world.paymentWith(cards.declined, 2), ended, `${ended}/return`].map(
    (id) => `/hpp/${id}`,
  )
})
afterAll(() => world.close())

/** Every page of the merchant, whose record needs to pass no check. */
async function pagesOf(facts: Partial<Merchant>): Promise<readonly Answer[]> {
  const { gateway, storage } = world.server.app.app
  const known = await storage.findMerchant(world.server.app.merchantId)
  const merchant = { ...known, ...harmless, ...facts }
  Object.assign(gateway, { storage: { ...storage, findMerchant: async () => merchant } })
  const pages = await Promise.all(paths.map((path) => world.get(path)))
  Object.assign(gateway, { storage })
  return pages
}

const nothing = { headers: new Set<string>(), linkHosts: null }

function differencesIn({ path, status, headers, body }: Answer): readonly string[] {
  const url = new URL(path, 'https://pay.example.com')
  return checkPage(url, { status, headers, html: body }, nothing).differences
}

/** The elements with their attributes, without what these say. */
function skeleton({ body }: Answer): readonly string[] {
  return readMarkup(body).map((one) =>
    one.kind === 'odd' ? one.text : `${one.name} ${[...one.attributes.keys()].join(' ')}`,
  )
}

const expectOf = async (all: Partial<Merchant>): Promise<readonly Answer[]> => {
  const pages = await pagesOf(all)
  expect(pages.flatMap(differencesIn)).toEqual([])
  return pages
}

describe('a merchant changes nothing but words', () => {
  it('by what it calls itself', async () => {
    const usual = (await expectOf({})).map(skeleton)
    const words = record(Object.fromEntries(texts.map((field) => [field, text])))
    await assert(
      asyncProperty(words, async (names) => {
        expect((await expectOf(names)).map(skeleton)).toEqual(usual)
      }),
      { numRuns: 12 },
    )
  })

  it('by its addresses, which lead to the web, a mailbox, or a telephone, or are no links', async () => {
    const address = oneof(
      text,
      text.map((end) => `${shop}${end}`),
      constantFrom(...schemes),
    )
    const addresses = record(
      Object.fromEntries([...urls, 'supportEmail', 'supportPhone'].map((field) => [field, address])),
    )
    await assert(
      asyncProperty(addresses, async (facts) => {
        for (const { body } of await expectOf(facts))
          for (const element of readMarkup(body))
            if (element.kind === 'element' && element.name === 'a')
              expect(element.attributes.get('href') ?? '').toMatch(
                /^(?:https?:\/\/|mailto:|tel:|\/(?!\/)|\?languages&amp;locale=[a-z]+$)/i,
              )
      }),
      { numRuns: 12 },
    )
  })

  it('by a color or a logo: storage takes no other', async () => {
    const { storage } = world.server.app.app
    const set = (changes: Parameters<typeof storage.updateMerchant>[1]) =>
      storage.updateMerchant(world.server.app.merchantId, changes)
    for (const accentColor of ['}*{x:y}', '#abc;}a', '"></a>x', '#ABCDEF', '# 0000 '])
      await expect(set({ accentColor })).rejects.toThrow('CHECK constraint failed')
    const logo = { hash: 'a'.repeat(32), type: 'image/png', width: 1, height: 1, bytes: iconPng } as const
    for (const wrong of [{ type: 'image/svg+xml' }, { type: 'text/html' }, { hash: `"${'a'.repeat(31)}` }])
      await expect(set({ logo: { ...logo, ...wrong } as typeof logo })).rejects.toThrow(
        'CHECK constraint failed',
      )
  })
})

describe('a session changes nothing but words', () => {
  it.each([
    ['description', (words: string) => ({ description: words }), inGroups(accepted, 6)],
    ['return URL', (words: string) => ({ redirect_url: `${shop}?a=${words}` }), accepted],
  ] as const)('by its %s', async (_, termsOf, all) => {
    const skeletons = []
    for (const words of ['harmless', ...all]) {
      const terms = { ...session, description: 'x', ...termsOf(words) }
      const created = await world.call('POST', '/v1/payments/hpp', terms)
      // Not every string is part of a URL.
      if (created.status !== 201 && all === accepted) continue
      const { id } = JSON.parse(created.body) as { id: string }
      const open = await world.get(`/hpp/${id}`)
      await world.call('POST', `/v1/payments/${id}/cancel`)
      const pages = [open, await world.get(`/hpp/${id}`), await world.get(`/hpp/${id}/return`)]
      expect(pages.flatMap(differencesIn)).toEqual([])
      skeletons.push(JSON.stringify(pages.map(skeleton)))
    }
    expect(skeletons.length).toBeGreaterThan(5)
    expect(new Set(skeletons).size).toBe(1)
  })
})

function inGroups(words: readonly string[], size: number): readonly string[] {
  return words.flatMap((_, i) => (i % size === 0 ? [words.slice(i, i + size).join(' ')] : []))
}
