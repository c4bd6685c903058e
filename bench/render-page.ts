/** One rendering of the hosted page in its most frequent state: open, test mode, no customer known. */

import { type Merchant, unspecified } from '../src/core/merchant.ts'
import { create } from '../src/core/payment/apply.ts'
import { emptyEcho } from '../src/payment-page/form.ts'
import { messagesIn } from '../src/payment-page/messages.ts'
import type { PageHtml } from '../src/payment-page/templates/page-html.ts'
import { renderOpen } from '../src/payment-page/views/open.tsx'

const nowMs = 1_790_000_000_000
const merchant: Merchant = {
  ...unspecified,
  id: `mer_${'0'.repeat(26)}`,
  name: 'The shop on the corner',
  legalName: 'Corner Ltd',
  city: 'Hamburg',
  country: 'DE',
  supportEmail: 'help@example.com',
  termsUrl: 'https://shop.example.com/terms',
  createdAtMs: nowMs,
}
const payment = create({
  type: 'payment_created',
  terms: {
    id: 'pay_22222222-2222-2222-2222-222222222222',
    merchantId: merchant.id,
    mode: 'test',
    kind: 'hosted',
    amountMinor: 2500,
    currency: 'eur',
    locale: null,
    description: 'Coffee beans, 1 kg',
    metadata: null,
    returnUrl: 'https://shop.example.com/checkout/complete',
    callbackUrl: null,
    suppliedCustomer: null,
    attemptsMax: 1,
    extensionsMax: 0,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 86_400_000,
  },
  customer: null,
  card: null,
  atMs: nowMs,
})

export function renderOnce(): PageHtml {
  return renderOpen({
    messages: messagesIn('en'),
    payment,
    merchant,
    token: 'AAEAAGk7xW4xMjM0NTY3OIWc5w2k0l4x5rXo3f9m2Qk',
    nowMs,
    notice: null,
    warnsOfRealCard: false,
    errors: {},
    echo: emptyEcho,
  })
}
