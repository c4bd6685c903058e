/**
 * Which fields Checkout.com's requests can have, by the request classes of its official SDKs. A misspelled field would
 * otherwise be ignored here and refused there.
 */

/** A name, and what is below it: nothing more, or an object with these fields. */
export type Shape = Readonly<{ [name: string]: 'text' | 'number' | 'flag' | 'anything' | Shape }>

const address: Shape = {
  address_line1: 'text',
  address_line2: 'text',
  city: 'text',
  state: 'text',
  zip: 'text',
  country: 'text',
}
const phone: Shape = { country_code: 'text', number: 'text' }

export const tokenRequest: Shape = {
  type: 'text',
  number: 'text',
  expiry_month: 'number',
  expiry_year: 'number',
  name: 'text',
  cvv: 'text',
  billing_address: address,
  phone,
}

export const paymentRequest: Shape = {
  source: {
    type: 'text',
    token: 'text',
    billing_address: address,
    phone,
    stored: 'flag',
    store_for_future_use: 'flag',
    account_holder: 'anything',
  },
  amount: 'number',
  currency: 'text',
  payment_type: 'text',
  merchant_initiated: 'flag',
  reference: 'text',
  description: 'text',
  authorization_type: 'text',
  partial_authorization: { enabled: 'flag' },
  capture: 'flag',
  capture_on: 'text',
  customer: { id: 'text', email: 'text', name: 'text', phone, tax_number: 'text' },
  billing_descriptor: { name: 'text', city: 'text', reference: 'text' },
  shipping: 'anything',
  '3ds': {
    enabled: 'flag',
    attempt_n3d: 'flag',
    eci: 'text',
    cryptogram: 'text',
    xid: 'text',
    version: 'text',
    exemption: 'text',
    challenge_indicator: 'text',
    allow_upgrade: 'flag',
  },
  processing_channel_id: 'text',
  previous_payment_id: 'text',
  risk: { enabled: 'flag', device_session_id: 'text', device: 'anything' },
  success_url: 'text',
  failure_url: 'text',
  payment_ip: 'text',
  recipient: 'anything',
  processing: { preferred_scheme: 'text', order_id: 'text', tax_amount: 'number' },
  metadata: 'anything',
  items: 'anything',
}

export const refundRequest: Shape = {
  amount: 'number',
  reference: 'text',
  metadata: 'anything',
  amount_allocations: 'anything',
  capture_action_id: 'text',
  items: 'anything',
}

export const voidRequest: Shape = { reference: 'text', metadata: 'anything' }

export const searchRequest: Shape = { query: 'text', limit: 'number', from: 'text', to: 'text' }

/** What a body has that its shape does not: `source.tokn`. */
export function strangeFields(body: unknown, shape: Shape, path = ''): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [path === '' ? 'body' : path]
  return Object.entries(body).flatMap(([name, value]) => {
    const expected = shape[name]
    const full = path === '' ? name : `${path}.${name}`
    if (expected === undefined) return [full]
    if (expected === 'anything') return []
    if (typeof expected === 'object') return strangeFields(value, expected, full)
    return typeof value === types[expected] ? [] : [full]
  })
}

const types = { text: 'string', number: 'number', flag: 'boolean' } as const
