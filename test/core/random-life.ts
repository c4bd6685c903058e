/** Random lives of payments: any command, any answer, any worker, at times that move forward, jump and go back. */
import fc from 'fast-check'
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
} from '../../src/core/attempt/answers.ts'
import { apply } from '../../src/core/payment/apply.ts'
import type { Command, Decision } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import type { PaymentEvent } from '../../src/core/payment/events.ts'
import { blockingAttempt, type Payment, wakeAtMs } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { installationId, open, startMs, steady } from './situations.ts'
import * as ask from './vocabulary.ts'

/** Its command is made for the payment that it meets; otherwise nearly all would miss. */
export type Move = Readonly<{
  drawn: Draw
  /** A worker takes the payment over before: its epoch rises. */
  isClaimed: boolean
  /** Milliseconds, or `wake`: until somebody must look. */
  waitMs: number | 'wake'
  random: number
}>

export type Step = Readonly<{
  before: Payment
  after: Payment
  command: Command
  decision: Decision
  nowMs: number
}>

export type Life = Readonly<{
  first: Payment
  last: Payment
  /** The latest time that any clock showed. */
  latestMs: number
  steps: readonly Step[]
  events: readonly PaymentEvent[]
}>

const conclusive = [
  ask.approved,
  ask.approved,
  ask.approvedOther,
  ask.approvedDollars,
  ask.approvedAnother,
  ask.declined,
  ask.challenge,
  ask.method,
] as const
const authorizeAnswer = fc.constantFrom<AuthorizeAnswer>(...conclusive, ask.notSent, ask.lost, ask.lost)
const inquiryAnswer = fc.constantFrom<InquiryAnswer>(
  ...conclusive,
  ask.pending,
  ask.notFound,
  ask.notFound,
  ask.notFound,
  ask.reversed,
  ask.lost,
)
const reversalAnswer = fc.constantFrom<ReversalAnswer>(ask.reversed, ask.reversed, ask.lost, ask.tooLate)
const refundAnswer = fc.constantFrom<RefundAnswer>(
  ask.refundPending,
  ask.refundSucceeded,
  ask.refundFailed,
  ask.notSent,
  ask.lost,
)
const refundInquiryAnswer = fc.constantFrom<RefundInquiryAnswer>(
  ask.refundPending,
  ask.refundSucceeded,
  ask.refundFailed,
  ask.notFound,
  ask.notFound,
  ask.notFound,
  ask.reversed,
  ask.lost,
)

/** In [0, 1), and as likely large as small. */
const fraction = fc.noBias(fc.nat(9_999)).map((value) => value / 10_000)

/** Many a life is stubborn: most of its answers are the same one. Evenly mixed answers never go far in one direction. */
function stubborn<Answer>(answers: fc.Arbitrary<Answer>, favorite: Answer | null): fc.Arbitrary<Answer> {
  if (favorite === null) return answers
  return fc.oneof({ weight: 9, arbitrary: fc.constant(favorite) }, { weight: 1, arbitrary: answers })
}

const favorites = fc.record({
  authorize: fc.option(authorizeAnswer, { freq: 2 }),
  inquiry: fc.option(inquiryAnswer, { freq: 2 }),
  reversal: fc.option(reversalAnswer, { freq: 2 }),
  refund: fc.option(refundAnswer, { freq: 2 }),
  refundInquiry: fc.option(refundInquiryAnswer, { freq: 2 }),
})
type Favorites = typeof favorites extends fc.Arbitrary<infer T> ? T : never

/** Everything that any command could need; a move takes what its own command needs. */
const draw = (favorite: Favorites) =>
  fc.record({
    authorizeAnswer: stubborn(authorizeAnswer, favorite.authorize),
    inquiryAnswer: stubborn(inquiryAnswer, favorite.inquiry),
    reversalAnswer: stubborn(reversalAnswer, favorite.reversal),
    refundAnswer: stubborn(refundAnswer, favorite.refund),
    refundInquiryAnswer: stubborn(refundInquiryAnswer, favorite.refundInquiry),
    isTombstone: fc.boolean(),
    amountMinor: fc.option(fc.integer({ min: 1, max: 1_100 })),
    epochsOld: fc.constantFrom(0, 0, 0, 1),
    /** Mostly the last attempt or refund, now and then one before it or one that does not exist. */
    offset: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
    /** Three of four commands fit the state; otherwise nearly all lives would be short. */
    isApt: fc.constantFrom(true, true, true, false),
    choice: fraction,
  })
type Draw = ReturnType<typeof draw> extends fc.Arbitrary<infer T> ? T : never

type Of = Readonly<{
  number: number
  extensions: number
  isRunning: boolean
  refundId: string
  nextRefundId: string
  epoch: number
}>
const makers: Readonly<Record<Command['type'], (drawn: Draw, of: Of) => Command>> = {
  start_attempt: ({ isTombstone }, { number }) => (isTombstone ? ask.start : ask.startPrepared)(number + 1),
  record_prepared: ({ choice }, { number }) => ask.prepared(`pi${Math.floor(choice * 2)}`, number),
  record_answer: (drawn, { number }) => ask.answer(drawn.authorizeAnswer, number),
  resume_attempt: (_, { number }) => ask.resume('Y', number),
  record_challenge_returned: ({ choice }, { number }) =>
    ask.comeBack({ token: choice < 0.5 ? 'a' : 'b' }, number),
  take_over_attempt: (_, { number, epoch }) => ask.takeOver(epoch, number),
  record_inquiry: (drawn, { number, epoch }) => ask.inquiry(drawn.inquiryAnswer, epoch, number),
  record_conclusive_answer: (drawn, { number }) => ask.conclusive(drawn.inquiryAnswer, number),
  record_reversal: ({ reversalAnswer, inquiryAnswer: inquiry, isTombstone }, { number, epoch: by }) =>
    ask.reversal(reversalAnswer, { inquiry, isTombstone, by, number }),
  record_pay_back: ({ refundInquiryAnswer }, { number, epoch }) =>
    ask.payBack(refundInquiryAnswer, epoch, number),
  abandon: (_, { number, isRunning }) => ask.abandon(isRunning ? number : number + 1),
  extend: ({ offset }, { extensions }) => ask.extend(extensions + 1 + offset),
  cancel: () => ask.cancel,
  expire: () => ask.expire,
  request_refund: ({ amountMinor }, { nextRefundId }) => ask.refund(amountMinor, nextRefundId),
  record_refund_answer: (drawn, { refundId }) => ask.refundAnswer(drawn.refundAnswer, refundId),
  take_over_refund: (_, { refundId, epoch }) => ask.takeOverRefund(epoch, refundId),
  record_refund_inquiry: (drawn, { refundId, epoch }) =>
    ask.refundInquiry(drawn.refundInquiryAnswer, epoch, refundId, drawn.isTombstone),
  record_refund_reversal: ({ reversalAnswer, refundInquiryAnswer, isTombstone }, { refundId, epoch }) =>
    ask.refundReversal(reversalAnswer, epoch, refundId, isTombstone, refundInquiryAnswer),
  remove_personal_data: () => ask.removePersonalData(),
}
const everyType = Object.keys(makers) as Command['type'][]
/** It ends a life's story, so it comes where little else can. */
const anyType = everyType.filter((type) => type !== 'remove_personal_data')

function aptTypes({ attempts, refunds, ending }: Payment): readonly Command['type'][] {
  const attempt = attempts.at(-1)?.state
  const refund = refunds.at(-1)?.state
  if (attempt === 'sending')
    return ['record_answer', 'record_answer', 'take_over_attempt', 'record_prepared', 'record_prepared']
  if (attempt === 'unknown') return ['record_inquiry', 'record_inquiry', 'record_inquiry', 'record_answer']
  if (attempt === 'challenged')
    return [
      'resume_attempt',
      'record_challenge_returned',
      'record_inquiry',
      'record_conclusive_answer',
      'abandon',
    ]
  if (attempt === 'reversing') return ['record_reversal', 'record_reversal', 'record_answer']
  if (attempt === 'paying_back') return ['record_pay_back']
  if (attempt === 'set_aside')
    return ['record_conclusive_answer', 'record_answer', 'record_reversal', 'record_pay_back']
  if (refund === 'sending') return ['record_refund_answer', 'record_refund_answer', 'take_over_refund']
  if (refund === 'unknown' || refund === 'pending') return ['record_refund_inquiry']
  if (refund === 'reversing') return ['record_refund_reversal']
  if (ending?.kind === 'succeeded') return ['request_refund']
  if (ending === null) return ['start_attempt', 'start_attempt', 'record_reversal']
  return everyType
}

function commandFor(payment: Payment, drawn: Draw): Command {
  const types = drawn.isApt ? aptTypes(payment) : anyType
  const type = types[Math.floor(drawn.choice * types.length)] ?? 'expire'
  return makers[type](drawn, {
    number: payment.attempts.length + drawn.offset,
    extensions: payment.extensions,
    isRunning: blockingAttempt(payment) !== null,
    refundId: `refund${payment.refunds.length + drawn.offset}`,
    nextRefundId: `refund${payment.refunds.length + 1}`,
    epoch: payment.epoch - drawn.epochsOld,
  })
}

const secondMs = 1_000
const dayMs = 86_400 * secondMs
const waitMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant('wake' as const) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 * secondMs }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 700 * secondMs }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100 * dayMs }) },
  { weight: 1, arbitrary: fc.integer({ min: -3_600 * secondMs, max: 0 }) },
)

export const moves: fc.Arbitrary<readonly Move[]> = favorites.chain((favorite) =>
  fc.array(
    fc.record<Move>({
      drawn: draw(favorite),
      isClaimed: fc.boolean(),
      waitMs,
      random: fraction,
    }),
    { minLength: 10, maxLength: 60, size: 'max' },
  ),
)

export const attemptsMax = fc.integer({ min: 1, max: 4 })

/** Lives a payment through the moves, as changing it through storage would. */
export function live(cards: number, made: readonly Move[]): Life {
  const first = open({ attemptsMax: cards })
  let payment = first
  let nowMs = startMs
  const steps: Step[] = []
  for (const move of made) {
    nowMs = move.waitMs === 'wake' ? Math.max(nowMs, wakeAtMs(payment) ?? nowMs) : nowMs + move.waitMs
    const before = move.isClaimed ? { ...payment, epoch: payment.epoch + 1 } : payment
    const command = commandFor(before, move.drawn)
    const context = { installationId, nowMs, clock: steady, random: move.random, rules: productionRules }
    const decision = decide(before, command, context)
    payment = 'events' in decision ? apply(before, decision.events) : before
    steps.push({ before, after: payment, command, decision, nowMs })
  }
  const events = steps.flatMap(({ decision }) => ('events' in decision ? decision.events : []))
  const latestMs = Math.max(...steps.map((step) => step.nowMs))
  return { first, last: payment, latestMs, steps, events }
}
