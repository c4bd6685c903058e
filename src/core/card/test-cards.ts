/**
 * The numbers of test mode, and what the sandbox does with each. They are public and belong to no real card, so they may
 * appear in code, in the page's test tools, and in the documentation. Live mode refuses them before they reach an acquirer.
 */
import type { DeclineCode } from '../decline.ts'
import type { LocalNetwork } from './card.ts'

export type TestCardOutcome =
  | Readonly<{ kind: 'approve' }>
  | Readonly<{ kind: 'decline'; declineCode: DeclineCode }>
  /**
   * The issuer's challenge page decides; a customer who passes it is approved, or declined with `declineCode`. The browser gets
   * there through a form, after the 3-D Secure method if it runs scripts, or through a link.
   */
  | Readonly<{ kind: 'challenge'; by: 'form' | 'link'; declineCode: DeclineCode | null }>
  /** The issuer authenticates the customer without a challenge, after the 3-D Secure method if the browser runs scripts. */
  | Readonly<{ kind: 'frictionless' }>
  /** Approved, but only after this time, even if an inquiry asks. */
  | Readonly<{ kind: 'slow'; answerMs: number }>
  /** The acquirer charges the card, but its answer is lost. */
  | Readonly<{ kind: 'lose_answer' }>
  /** The request never reaches the acquirer. */
  | Readonly<{ kind: 'lose_request' }>
  /** Approved; its refunds are accepted, then fail. */
  | Readonly<{ kind: 'approve_fail_refunds' }>

export type TestCard = Readonly<{
  pan: string
  /** How programs refer to it. */
  name: string
  label: string
  outcome: TestCardOutcome
  /** Where it was issued; the United States if not given. */
  country?: string
  /** Of a co-badged card. */
  localNetwork?: LocalNetwork
}>

/** The acquirer that knows these numbers. Others have test cards of their own. */
export const sandboxName = 'sandbox'

/** How the sandbox declines every other number. No listed card is declined like this, so the page can tell them apart. */
export const unlistedCardCode = 'generic_decline' satisfies DeclineCode

const approve: TestCardOutcome = { kind: 'approve' }
const decline = (declineCode: Exclude<DeclineCode, typeof unlistedCardCode>): TestCardOutcome => ({
  kind: 'decline',
  declineCode,
})

export const testCards: readonly TestCard[] = [
  { pan: '4111111111111111', name: 'approved', label: 'Visa, approved', outcome: approve },
  { pan: '4242424242424242', name: 'visa', label: 'Visa, approved', outcome: approve },
  { pan: '5555555555554444', name: 'mastercard', label: 'Mastercard, approved', outcome: approve },
  { pan: '378282246310005', name: 'amex', label: 'American Express, approved', outcome: approve },
  { pan: '6011111111111117', name: 'discover', label: 'Discover, approved', outcome: approve },
  { pan: '3566002020360505', name: 'jcb', label: 'JCB, approved', outcome: approve, country: 'JP' },
  { pan: '30569309025904', name: 'diners', label: 'Diners Club, approved', outcome: approve },
  { pan: '6759649826438453', name: 'maestro', label: 'Maestro, approved', outcome: approve, country: 'GB' },
  { pan: '6200000000000005', name: 'unionpay', label: 'UnionPay, approved', outcome: approve, country: 'CN' },
  {
    pan: '4000002500001001',
    name: 'cartes_bancaires_visa',
    label: 'CB and Visa, approved',
    outcome: approve,
    country: 'FR',
    localNetwork: 'cartes_bancaires',
  },
  {
    pan: '5555552500001001',
    name: 'cartes_bancaires_mastercard',
    label: 'CB and Mastercard, approved',
    outcome: approve,
    country: 'FR',
    localNetwork: 'cartes_bancaires',
  },
  {
    pan: '4000000000000002',
    name: 'do_not_honor',
    label: 'Do not honor',
    outcome: decline('do_not_honor'),
  },
  {
    pan: '4000000000009995',
    name: 'insufficient_funds',
    label: 'Insufficient funds',
    outcome: decline('insufficient_funds'),
  },
  {
    pan: '4000000000000069',
    name: 'expired_card',
    label: 'Expired card',
    outcome: decline('expired_card'),
  },
  { pan: '4000000000009987', name: 'lost_card', label: 'Lost card', outcome: decline('lost_card') },
  {
    pan: '4000000000009979',
    name: 'stolen_card',
    label: 'Stolen card',
    outcome: decline('stolen_card'),
  },
  {
    pan: '4000000000006975',
    name: 'card_velocity_exceeded',
    label: 'Used too often',
    outcome: decline('card_velocity_exceeded'),
  },
  {
    pan: '4100000000000019',
    name: 'suspect_fraud',
    label: 'Suspected fraud',
    outcome: decline('suspect_fraud'),
  },
  {
    pan: '4000000000000127',
    name: 'invalid_cvc',
    label: 'Wrong security code',
    outcome: decline('invalid_cvc'),
  },
  {
    pan: '4000000000000119',
    name: 'processing_error',
    label: 'Processing error',
    outcome: decline('processing_error'),
  },
  {
    pan: '4635440000002223',
    name: 'challenge',
    label: 'Challenge, as you choose',
    outcome: { kind: 'challenge', by: 'form', declineCode: null },
  },
  {
    pan: '4000000000003220',
    name: 'frictionless',
    label: 'Confirmed without a challenge',
    outcome: { kind: 'frictionless' },
  },
  {
    pan: '4000008400001629',
    name: 'challenge_declined',
    label: 'Challenge, then declined',
    outcome: { kind: 'challenge', by: 'link', declineCode: 'generic_decline' },
  },
  {
    pan: '4000000000000259',
    name: 'answer_lost',
    label: 'Approved, answer lost',
    outcome: { kind: 'lose_answer' },
  },
  { pan: '4000000000001976', name: 'request_lost', label: 'Request lost', outcome: { kind: 'lose_request' } },
  {
    pan: '4000000000005126',
    name: 'refunds_fail',
    label: 'Approved, refunds fail',
    outcome: { kind: 'approve_fail_refunds' },
  },
  {
    pan: '4000000000000572',
    name: 'not_permitted',
    label: 'Not permitted',
    outcome: decline('not_permitted'),
  },
  {
    pan: '4000000000005001',
    name: 'slow_bank',
    label: 'Bank answers after 5 s',
    outcome: { kind: 'slow', answerMs: 5_000 },
  },
  {
    pan: '4000000000025009',
    name: 'very_slow_bank',
    label: 'Bank answers after 25 s',
    outcome: { kind: 'slow', answerMs: 25_000 },
  },
]

/**
 * Null for every other number; test mode declines them all. No object is indexed by a card number, because the JavaScript
 * engine keeps every property name that it has looked up, in memory that it rarely clears.
 */
export function findTestCard(pan: string): TestCard | null {
  return testCards.find((card) => card.pan === pan) ?? null
}
