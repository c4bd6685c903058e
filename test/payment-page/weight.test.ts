/** The budgets of the card form, in bytes and counts. Times belong to the benchmark. */
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { type Locale, messagesIn } from '../../src/payment-page/messages.ts'
import { compress } from '../../src/payment-page/templates/compress.ts'
import type { Notice } from '../../src/payment-page/views/notice.tsx'
import { type OpenView, renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

/** One flight of TCP packets, with room for the headers. */
const liveMax = 10_000
const testMax = 14_000
/** Their scripts are on no other form. */
const shortMax = 12_000
const networksMax = 12_000
const nodesMax = 300
/** Where merchants offer the networks of co-badged cards. */
const networkScriptMax = 3_900

function form(locale: Locale, over: Partial<OpenView> = {}): OpenView {
  return {
    ...{ messages: messagesIn(locale), merchant, nowMs, token: 'AAEAAGk7xW4xMjM0NTY3OIWc5w2k0l4x' },
    ...{ payment: payment({ description: 'Order 5678' }) },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
    ...over,
  }
}

const sent = (view: OpenView): number => compress(renderOpen(view), 'gzip').bytes.length
const themed = { ...merchant, accentColor: '#0b6b45', cornerStyle: 'pill' } as const

const kept = {
  ...emptyEcho,
  expiry: '12 / 30',
  name: 'Alexandra Papadopoulou',
  email: 'alexandra@example.com',
}
const notices = [
  'details',
  'expired',
  'funds',
  'confirm',
  'unsupported',
  'refused',
  'technical',
  'tooOld',
] as const satisfies readonly Notice[]
const declined = { notice: 'details', echo: kept } as const

describe.each(languages)('in %s', (locale) => {
  it('the live form, also in the colors of a merchant, is sent in at most 10 kB', () => {
    const bytes = [sent(form(locale)), sent(form(locale, { merchant: themed }))]
    expect(bytes.filter((count) => count > liveMax)).toEqual([])
  })

  it.each(notices)('the live form after %s, with what is kept, is sent in at most 10 kB', (notice) => {
    const view = form(locale, { notice, echo: kept })
    expect([sent(view), sent({ ...view, merchant: themed })].filter((count) => count > liveMax)).toEqual([])
  })

  it('the live form with mistakes is sent in at most 10 kB', () => {
    const errors = { number: 'number.check', cvc: 'cvc.again' } as const
    expect(sent(form(locale, { errors, echo: kept }))).toBeLessThanOrEqual(liveMax)
  })

  it('the live form of a short session, also after a decline, is sent in at most 12 kB', () => {
    const short = payment({ description: 'Order 5678', expiresAtMs: nowMs + 3_600_000, extensionsMax: 10 })
    const bytes = [
      sent(form(locale, { payment: short })),
      sent(form(locale, { payment: short, ...declined })),
    ]
    expect(bytes.filter((count) => count > shortMax)).toEqual([])
  })

  it('the live form that offers the networks of co-badged cards is sent in at most 12 kB', () => {
    const french = { ...merchant, localNetworks: ['cartes_bancaires'] } as const
    const bytes = [
      sent(form(locale, { merchant: french })),
      sent(form(locale, { merchant: french, ...declined })),
    ]
    expect(bytes.filter((count) => count > networksMax)).toEqual([])
  })

  it('the form in test mode is sent in at most 14 kB', () => {
    const view = form(locale, { payment: payment({ mode: 'test', description: 'Order 5678' }) })
    expect(sent(view)).toBeLessThanOrEqual(testMax)
  })
})

describe('the form', () => {
  it.each(['live', 'test'] as const)('has at most 300 elements in %s mode', (mode) => {
    const html = renderOpen(form('en', { payment: payment({ mode }) })).toString()
    expect(html.match(/<[a-z]/g)?.length).toBeLessThanOrEqual(nodesMax)
  })

  const kinds = Object.keys(pageAssets) as (keyof typeof pageAssets)[]

  // Test mode's script is for developers, and never on a page that a customer waits for.
  it.each(kinds.filter((kind) => !kind.startsWith('test')))(
    'has a script of at most 3.5 kB and a style of at most 3 kB, as brotli: %s',
    (kind) => {
      const { script, style } = pageAssets[kind]
      const bytesOf = (text: string): number => brotliCompressSync(text).length
      const scriptMax = kind.startsWith('network') ? networkScriptMax : 3_500
      expect([bytesOf(script) <= scriptMax, bytesOf(style) <= 3_000]).toEqual([true, true])
    },
  )
})
