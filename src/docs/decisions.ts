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
    rule: 'Keys are printable ASCII, and an answer given again says so with `Idempotent-Replayed: true`.',
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
    topic: 'Strict bodies',
    rule: 'Bodies with duplicate keys, with an integer not written as one, deeper than four levels or with more than 256 values are refused. Unknown fields are ignored, and null counts as absent.',
  },
]
