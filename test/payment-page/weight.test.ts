/** The budgets of the card form, in bytes and counts. Times belong to the benchmark. */
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'
import { compress } from '../../src/payment-page/compress.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { type Locale, messagesIn } from '../../src/payment-page/messages.ts'
import { type OpenView, renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

/** One flight of TCP packets, with room for the headers. */
const liveMax = 10_000
const testMax = 14_000
/** Their script is on no other form. */
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

describe.each(languages)('in %s', (locale) => {
  it('the live form, also in the colors of a merchant, is sent in at most 10 kB', () => {
    const bytes = [sent(form(locale)), sent(form(locale, { merchant: themed }))]
    expect(bytes.filter((count) => count > liveMax)).toEqual([])
  })

  it('the live form that offers the networks of co-badged cards is sent in at most 12 kB', () => {
    const french = { ...merchant, localNetworks: ['cartes_bancaires'] } as const
    expect(sent(form(locale, { merchant: french }))).toBeLessThanOrEqual(networksMax)
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
