/** Behavior that is specific to this gateway. Shown so that integrators do not expect it from other payment APIs. */

export const projectRules: readonly Readonly<{ topic: string; rule: string }>[] = [
  {
    topic: 'One process, two addresses',
    rule: 'One process serves the API and the hosted page. Their public URLs are settings and may be the same.',
  },
  {
    topic: 'Separate data',
    rule: 'Test and live data, and the data of different merchants, are not visible to each other: reading across them returns 404.',
  },
  {
    topic: 'Keys',
    rule: 'Only a hash of each key is stored, a new key is shown once, and revoking a key takes effect immediately. The key in these examples works in the local sandbox only.',
  },
  {
    topic: 'One attempt',
    rule: 'A declined card ends its payment. The operator can allow the customer to try more cards with the setting `ATTEMPTS_MAX`, which can also be set per merchant. The default is 1.',
  },
  {
    topic: 'Return to your shop',
    rule: 'All other query parameters and the fragment of your URL are preserved. While an outcome is unknown, the page offers a link back to your shop with `status=pending` after 60 seconds.',
  },
  {
    topic: 'Unknown outcome',
    rule: 'If the acquirer does not respond, the payment stays `pending` until the outcome is known, and the page does not ask for the card again.',
  },
  {
    topic: 'Refunded amount',
    rule: '`refunded_amount` includes pending and succeeded refunds, but not failed ones. `refunded_at` is set when succeeded refunds reach the full amount.',
  },
  {
    topic: 'Idempotency keys',
    rule: 'Keys are printable ASCII. Requests are compared by method, path, and the meaning of the JSON body: the order of members, whitespace, and escapes in strings make no difference. For this comparison only, an explicit null differs from an absent field. A replayed response has the header `Idempotent-Replayed: true`.',
  },
  {
    topic: 'Cancel',
    rule: 'Merchants can cancel an open payment. While a card is being charged, the response is 422.',
  },
  {
    topic: 'List',
    rule: '`ending_before` exists in addition to `starting_after`. The two cannot be combined.',
  },
  {
    topic: 'Strict queries',
    rule: 'Unknown query parameters are refused, so that a misspelled filter does not return everything.',
  },
  {
    topic: 'Characters',
    rule: 'Control characters (C0, DEL, and C1) and bidirectional embeddings and overrides (U+202A to U+202E) are refused in strings. Tabs, CR, and LF are allowed in `description`, metadata values, and `customer.address`. Bidirectional isolates and marks are allowed.',
  },
  {
    topic: 'Refund limit',
    rule: 'A payment can have at most 100 refunds, including failed ones.',
  },
  {
    topic: 'Live keys',
    rule: 'A live key receives `permission_denied` while live payments are not set up. Creating and refunding payments requires a live acquirer. Creating payments also requires the legal name, city, country, and support email, phone, or URL of the merchant. Reading and canceling always work.',
  },
  {
    topic: 'Locale',
    rule: '`locale` is accepted when a payment is created. A string that is not one of the page’s languages is ignored, and the page uses the language of the customer’s browser.',
  },
  {
    topic: 'Strict bodies',
    rule: 'Bodies are refused if they repeat a key within an object, are nested more than four levels deep, or contain more than 256 values. Integers must be written as integers. Unknown fields are ignored, and null means the same as an absent field.',
  },
]
