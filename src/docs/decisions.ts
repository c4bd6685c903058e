/** Rules that are this project's own decisions: shown, so that nobody takes them for more than that. */

export const decisions: readonly Readonly<{ topic: string; rule: string }>[] = [
  {
    topic: 'One process, two addresses',
    rule: 'API and hosted page are served by one process; their public addresses are settings and may be the same.',
  },
  {
    topic: 'Separate worlds',
    rule: 'Test and live data, and the data of different merchants, are invisible to each other: reading across answers 404.',
  },
  {
    topic: 'Keys',
    rule: 'Only a hash of a key is kept, a new key is shown once, and revoking one acts at once. The key printed in these examples exists in the local sandbox only.',
  },
  {
    topic: 'One attempt',
    rule: 'A declined card ends its payment. A setting of the operator may allow further cards; it is off by default.',
  },
  {
    topic: 'The way back',
    rule: 'Every other parameter of your query, and the fragment, is left alone. After an unknown outcome the page offers the way back with `status=pending` once 60 seconds have passed.',
  },
  {
    topic: 'Unknown outcome',
    rule: 'When the acquirer does not answer, the payment stays `pending` while the outcome is found out, and the page never asks for the card again.',
  },
  {
    topic: 'Refunded amount',
    rule: '`refunded_amount` counts pending and succeeded refunds, and lets go of failed ones. `refunded_at` waits for succeeded refunds of the whole amount.',
  },
  {
    topic: 'Idempotency keys',
    rule: 'Keys are printable ASCII. Requests are compared by method, path and the meaning of the JSON body: the order of members, white space and the spelling of strings make no difference; an explicit null and an absent member do differ. A replayed response says so with `Idempotent-Replayed: true`.',
  },
  {
    topic: 'Cancel',
    rule: 'Merchants can withdraw an open payment. While a card is being charged, the answer is 422.',
  },
  {
    topic: 'List',
    rule: '`ending_before` exists beside `starting_after`, and the two exclude each other.',
  },
  {
    topic: 'Strict queries',
    rule: 'A query parameter that an endpoint does not have is refused, so that a misspelled filter does not return everything.',
  },
  {
    topic: 'Characters',
    rule: 'DEL, C1 controls and bidirectional embeddings and overrides (U+202A to U+202E) are refused in strings, as C0 controls are. Bidirectional isolates and marks are allowed.',
  },
  {
    topic: 'Refund limit',
    rule: 'A payment can be refunded at most 100 times, failed refunds included.',
  },
  {
    topic: 'Live keys',
    rule: 'A live key is refused with `permission_denied` as long as live payments are not set up: to take or pay back money there must be a live acquirer, and to take money the merchant needs a legal name, a city, a country and a support email or URL. Reading and canceling always work.',
  },
  {
    topic: 'Locale',
    rule: '`locale` is accepted when a payment is created. The hosted page is in English today, so it has no effect yet.',
  },
  {
    topic: 'Strict bodies',
    rule: 'Bodies with duplicate keys, with an integer not written as one, deeper than four levels or with more than 256 values are refused. Unknown fields are ignored, and null counts as absent.',
  },
]
