/** What clients of the API, customers and time may do in a random sequence. */
import fc from 'fast-check'

/** Two keys of one merchant, one of another, and a live key for which there is no acquirer. */
export const clientNames = ['a1', 'a2', 'b1', 'live'] as const
export type ClientName = (typeof clientNames)[number]

export const pans = {
  approve: '4111111111111111',
  decline: '4000000000000002',
  challenge: '4635440000002223',
  failRefunds: '4000000000005126',
  invalid: '4111111111111112',
} as const
export type PanName = keyof typeof pans

/** Chooses one of the sequence's payments, or one that does not exist. */
export type Pick = number

/** `again`: the request is repeated immediately with its idempotency key. `later`: it may be repeated at any time. */
export type Repeat = 'never' | 'again' | 'later'

export type PaymentChange = Readonly<{ type: 'refund'; amount: number | null }> | Readonly<{ type: 'cancel' }>

export type Command =
  | Readonly<{ type: 'session'; client: ClientName; amount: number; repeat: Repeat }>
  | Readonly<{ type: 'direct'; client: ClientName; amount: number; pan: PanName; repeat: Repeat }>
  | Readonly<{ type: 'change'; client: ClientName; pick: Pick; change: PaymentChange; repeat: Repeat }>
  /** Two changes of one payment at the same time, by two clients of its merchant. */
  | Readonly<{ type: 'race'; pick: Pick; changes: readonly [PaymentChange, PaymentChange] }>
  | Readonly<{ type: 'get'; client: ClientName; pick: Pick }>
  | Readonly<{
      type: 'list'
      client: ClientName
      limit: number
      status: string | null
      cursor: 'none' | 'starting_after' | 'ending_before'
      pick: Pick
      isMisspelled: boolean
    }>
  | Readonly<{ type: 'replay'; pick: Pick; isChanged: boolean }>
  | Readonly<{ type: 'malformed'; client: ClientName; amount: string }>
  | Readonly<{ type: 'submit'; pick: Pick; pan: Exclude<PanName, 'invalid'> }>
  | Readonly<{ type: 'abandon'; pick: Pick }>
  | Readonly<{ type: 'answer'; pick: Pick; outcome: 'pass' | 'fail' | 'cancel' }>
  | Readonly<{ type: 'wait' }>
  | Readonly<{ type: 'expire' }>

const client = fc.constantFrom<ClientName>('a1', 'a1', 'a1', 'a2', 'a2', 'a2', 'b1', 'b1', 'live')
const amount = fc.integer({ min: 1, max: 100 })
/** Mostly the first ones, so that several things happen to the same payment. */
const pick = fc.oneof(fc.nat(1), fc.nat(8))
const pan = fc.constantFrom<PanName>(
  'approve',
  'approve',
  'approve',
  'decline',
  'challenge',
  'failRefunds',
  'invalid',
)
const repeat = fc.constantFrom<Repeat>('never', 'never', 'again', 'later')
const change: fc.Arbitrary<PaymentChange> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('refund' as const), amount: fc.option(amount, { freq: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' } as const) },
)
const status = fc.constantFrom('pending', 'requires_action', 'succeeded', 'failed', 'expired', 'canceled')
const cursor = fc.constantFrom('none' as const, 'starting_after' as const, 'ending_before' as const)
const type = <T extends string>(name: T) => fc.constant(name)

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: type('session'), client, amount, repeat }) },
  { weight: 6, arbitrary: fc.record({ type: type('direct'), client, amount, pan, repeat }) },
  { weight: 9, arbitrary: fc.record({ type: type('change'), client, pick, change, repeat }) },
  { weight: 4, arbitrary: fc.record({ type: type('race'), pick, changes: fc.tuple(change, change) }) },
  { weight: 2, arbitrary: fc.record({ type: type('get'), client, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('list'),
      client,
      limit: fc.integer({ min: 1, max: 12 }),
      status: fc.option(status),
      cursor,
      pick,
      isMisspelled: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: type('replay'), pick, isChanged: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: type('malformed'),
      client,
      amount: fc.constantFrom('0', '1.0', '"1"', '{'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: type('submit'),
      pick,
      pan: fc.constantFrom(
        'approve' as const,
        'decline' as const,
        'challenge' as const,
        'failRefunds' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: type('abandon'), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('answer'),
      pick,
      outcome: fc.constantFrom('pass' as const, 'fail' as const, 'cancel' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: type('wait') }) },
  { weight: 1, arbitrary: fc.record({ type: type('expire') }) },
)

export const sequences = fc.array(command, { minLength: 4, maxLength: 22, size: 'max' })
