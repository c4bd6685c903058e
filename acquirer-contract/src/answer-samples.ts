/** An answer of each kind that the gateway accepts, and what it demands of the fields. */

type Sample = Readonly<{ kind: string }> & Readonly<Record<string, unknown>>

const country = null
const issuer = 'https://issuer.example.com/'

/** With the fields that any method's answer of this kind must have. */
export const samples: readonly Sample[] = [
  {
    kind: 'approved',
    acquirerTransactionId: '1',
    reference: '1',
    amountMinor: 1,
    currency: 'eur',
    country,
  },
  { kind: 'declined', declineCode: 'generic_decline', country, retry: null },
  { kind: 'challenge', url: issuer, method: 'GET', fields: {}, country },
  { kind: 'three_ds_method', url: issuer, data: 'e30', country },
  { kind: 'prepared', handle: '1' },
  { kind: 'pending', acquirerRefundId: '1' },
  { kind: 'succeeded', acquirerRefundId: '1' },
  { kind: 'failed', declineCode: 'generic_decline' },
  { kind: 'not_found' },
  { kind: 'reversed' },
  { kind: 'too_late' },
  { kind: 'not_sent', cause: '' },
  { kind: 'unknown', cause: '' },
]

const id =
  'must have 1 to 255 printable ASCII characters, without spaces at its ends and without a card number'

/** The rest of a sentence that begins with the field. */
export const demands: Readonly<Record<string, string>> = {
  acquirerTransactionId: id,
  acquirerRefundId: id,
  handle: id,
  reference: 'must be the reference that the acquirer has booked',
  amountMinor: 'must be a whole number of minor units, at least 1',
  currency: 'must be eur, usd, or gbp',
  country: 'must be an ISO 3166-1 alpha-2 code in uppercase, or null if the acquirer does not report it',
  declineCode: 'must be one of the decline codes of the gateway: see the type DeclineCode',
  retry: 'must be "never", "later", or null',
  url: 'must be an https:// URL of at most 4,096 ASCII characters, without credentials and without a card number',
  method:
    'must be "GET" with fields that are {}, or "POST" with 1 to 16 fields that have 8,192 printable ASCII characters in total, without a card number',
  data: 'must be Base64 of at most 4,096 characters, without a card number',
  cause: 'must be a string',
}
