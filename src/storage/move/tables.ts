/** What a move copies, in an order in which every row finds those that it refers to. */

export type MovedTable = Readonly<{
  name: string
  /** Its primary key. */
  key: readonly Key[]
  /** Guards that know only how rows come to be, and not how they are, are off while its rows are written. */
  isPastGuards?: true
  /** Columns of the source that the target does not need. */
  dropped?: readonly string[]
}>

type Key = Readonly<{ column: string; type: 'text' | 'integer' }>

const text = (column: string): Key => ({ column, type: 'text' })
const integer = (column: string): Key => ({ column, type: 'integer' })
const eventKey = ['payment_number', 'version', 'position'].map(integer)

/** The installation itself comes last, when everything else has been checked. */
export const movedTables: readonly MovedTable[] = [
  { name: 'merchants', key: [text('id')] },
  { name: 'api_keys', key: [text('id')] },
  { name: 'payments', key: [integer('number')] },
  // An ended payment has no new attempt, but these are old ones.
  { name: 'attempts', key: [text('payment_id'), integer('number')], isPastGuards: true },
  { name: 'refunds', key: [text('payment_id'), integer('position')] },
  { name: 'events', key: eventKey },
  { name: 'personal_data', key: eventKey, dropped: ['number'] },
  { name: 'webhook_events', key: [text('merchant_id'), text('mode'), text('id')] },
  { name: 'webhook_endpoints', key: [text('id')] },
  { name: 'webhook_deliveries', key: [text('endpoint_id'), text('event_id')] },
  { name: 'webhook_attempts', key: [text('endpoint_id'), text('event_id'), integer('number')] },
  { name: 'webhook_resends', key: [text('merchant_id'), text('mode'), text('id')] },
  { name: 'idempotency_records', key: [text('key_id'), text('key')] },
  { name: 'installation_secrets', key: [text('name')] },
  { name: 'clock', key: [integer('only_row')] },
]

/** Of the sandbox acquirer's ledger. */
export const movedBookTables: readonly MovedTable[] = [
  { name: 'authorizations', key: [text('reference')], isPastGuards: true },
  { name: 'refunds', key: [text('reference')], isPastGuards: true },
  { name: 'tombstones', key: [text('reference')] },
  { name: 'incidents', key: [integer('id')] },
]
