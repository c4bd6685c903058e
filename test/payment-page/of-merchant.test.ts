/** What is kept for a merchant is shown for no other one, nor after the merchant has changed. */
import { expect, it } from 'vitest'
import type { Merchant } from '../../src/core/merchant.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

it('each page names its own merchant, as the merchant is now', () => {
  const other = { ...merchant, name: 'Other', legalName: 'Other Ltd', supportEmail: 'other@shop.example' }
  for (const shown of [merchant, other, merchant, { ...merchant, name: 'Renamed' }]) {
    const html = pageOf(shown)
    expect(html).toContain(`mailto:${shown.supportEmail}`)
    expect(html).toContain(`${shown.legalName}, Hamburg, Germany`)
    expect(html.includes('to Other<')).toBe(shown.name === 'Other')
    expect(html.includes('to Renamed<')).toBe(shown.name === 'Renamed')
  }
})

function pageOf(shown: Merchant): string {
  return renderOpen({
    ...{ messages: messagesIn('en'), merchant: shown, nowMs, token: 'TOKEN', payment: payment() },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
  }).toString()
}
