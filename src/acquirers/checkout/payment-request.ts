/** The two requests of an authorization: the card becomes a token, and the token is charged. */
import type { CardDetails } from '../../core/card/card.ts'
import type { BillingAddress } from '../../core/payment/billing-address.ts'
import type { AuthorizeRequest } from '../../ports/acquirer.ts'
import { referenceMetadata, sentReference } from './references.ts'

type Token = Readonly<{ token: string; isAmex: boolean }>

export function tokenBody({ pan, cvc, expMonth, expYear, holderName }: CardDetails): object {
  return {
    type: 'card',
    number: pan,
    expiry_month: expMonth,
    expiry_year: expYear,
    name: holderName,
    cvv: cvc,
  }
}

/**
 * The name on the card statement is not part of it: Checkout.com takes it only together with a city, so the processing
 * channel's own applies.
 */
export function paymentBody(request: AuthorizeRequest, { token, isAmex }: Token, channel: string): object {
  const { reference, amountMinor, currency, returnUrl, customer, billingAddress, network } = request
  const ip = customer?.ip ?? request.browser?.ip ?? null
  return {
    source: {
      type: 'token',
      token,
      ...(billingAddress !== null && { billing_address: addressBody(billingAddress) }),
    },
    amount: amountMinor,
    currency: currency.toUpperCase(),
    reference: sentReference(reference, isAmex),
    metadata: referenceMetadata(reference),
    // Written out, because an authorization that nobody captures is no payment.
    capture: true,
    processing_channel_id: request.account ?? channel,
    '3ds': { enabled: true },
    success_url: returnUrl,
    failure_url: returnUrl,
    ...(customer !== null && { customer: { email: customer.email, name: customer.name } }),
    ...(ip !== null && { payment_ip: ip }),
    ...(network === 'cartes_bancaires' && { processing: { preferred_scheme: network } }),
  }
}

function addressBody({ country, line1, line2, city, postcode }: BillingAddress): object {
  return {
    address_line1: line1,
    ...(line2 !== null && { address_line2: line2 }),
    city,
    ...(postcode !== null && { zip: postcode }),
    country,
  }
}
