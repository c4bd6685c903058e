/**
 * An adapter's answers are checked before they are believed: adapters are third-party code, and their answers are stored,
 * shown, and sent to browsers. Each function returns the answer with the fields of the port and no others, or null if it does
 * not fit. An answer that does not fit says nothing about the money.
 */

import { mask } from '../card/mask.ts'
import { isDeclineCode } from '../decline.ts'
import { currencies, isAmountMinor } from '../money.ts'
import type { Mode } from '../payment/payment.ts'
import type {
  Approved,
  AuthorizeAnswer,
  Declined,
  InquiryAnswer,
  PrepareAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
  ThreeDsMethod,
  UnknownAnswer,
} from './answers.ts'
import { fitChallenge, fitCountry, fitThreeDsMethod } from './fit-challenge.ts'
import { safeCause } from './safe-cause.ts'

type Fields = Readonly<Record<string, unknown>>
type Fit<Answer> = (answer: unknown, mode: Mode) => Answer | null

type Plain = 'not_sent' | 'pending' | 'not_found' | 'reversed' | 'too_late'

/** The handle is sent back as it is, so one that would have to be masked does not fit. */
export const fitPrepareAnswer: Fit<PrepareAnswer> = (answer) => {
  const { kind, handle, cause } = fieldsOf(answer)
  if (kind === 'not_sent' && typeof cause === 'string') return { kind, cause: safeCause(cause) }
  return kind === 'prepared' && isHandle(handle) ? { kind, handle } : null
}

/** A handle is sent back to the acquirer unchanged, so it must not contain what looks like a card number. */
export function isHandle(value: unknown): value is string {
  return isName(value) && mask(value) === value
}

export const fitAuthorizeAnswer: Fit<AuthorizeAnswer> = (answer, mode) =>
  fitWaiting(fieldsOf(answer), mode) ?? fitPlain(answer, 'not_sent')

export const fitResumeAnswer: Fit<ResumeAnswer> = (answer, mode) => fitTaken(fieldsOf(answer), mode)

export const fitInquiryAnswer: Fit<InquiryAnswer> = (answer, mode) =>
  fitWaiting(fieldsOf(answer), mode) ?? fitPlain(answer, 'pending', 'not_found', 'reversed')

export const fitReversalAnswer: Fit<ReversalAnswer> = (answer) =>
  fitUnknown(fieldsOf(answer)) ?? fitPlain(answer, 'reversed', 'too_late')

export const fitRefundAnswer: Fit<RefundAnswer> = (answer) =>
  fitRefund(fieldsOf(answer)) ?? fitPlain(answer, 'not_sent')

export const fitRefundInquiryAnswer: Fit<RefundInquiryAnswer> = (answer) =>
  fitRefund(fieldsOf(answer)) ?? fitPlain(answer, 'not_found', 'reversed')

function fieldsOf(answer: unknown): Fields {
  return typeof answer === 'object' && answer !== null ? (answer as Fields) : {}
}

function fitPlain<Kind extends Plain>(
  answer: unknown,
  ...kinds: readonly Kind[]
): Readonly<{ kind: Kind }> | null {
  const kind = kinds.find((expected) => expected === fieldsOf(answer).kind)
  return kind === undefined ? null : { kind }
}

function fitUnknown({ kind, cause }: Fields): UnknownAnswer | null {
  return kind === 'unknown' ? { kind, cause: safeCause(cause) } : null
}

function fitWaiting(fields: Fields, mode: Mode): ThreeDsMethod | ResumeAnswer | null {
  return fields.kind === 'three_ds_method' ? fitThreeDsMethod(fields, mode) : fitTaken(fields, mode)
}

function fitTaken(fields: Fields, mode: Mode): ResumeAnswer | null {
  switch (fields.kind) {
    case 'approved':
      return fitApproved(fields)
    case 'declined':
      return fitDeclined(fields)
    case 'challenge':
      return fitChallenge(fields, mode)
    default:
      return fitUnknown(fields)
  }
}

function fitApproved(fields: Fields): Approved | null {
  const { reference, amountMinor } = fields
  const acquirerTransactionId = fitId(fields.acquirerTransactionId)
  const currency = currencies.find((currency) => currency === fields.currency)
  if (acquirerTransactionId === null || !isName(reference)) return null
  if (!isAmountMinor(amountMinor) || currency === undefined) return null
  const country = fitCountry(fields.country)
  return { kind: 'approved', acquirerTransactionId, reference, amountMinor, currency, country }
}

function fitDeclined(fields: Fields): Declined | null {
  const { declineCode, retry } = fields
  if (typeof declineCode !== 'string' || !isDeclineCode(declineCode)) return null
  const declined = { kind: 'declined', declineCode, country: fitCountry(fields.country) } as const
  return retry === 'never' || retry === 'later' ? { ...declined, retry } : declined
}

function fitRefund(fields: Fields): Exclude<RefundAnswer, { kind: 'not_sent' }> | null {
  const { kind, declineCode } = fields
  switch (kind) {
    case 'pending':
    case 'succeeded': {
      const acquirerRefundId = fitId(fields.acquirerRefundId)
      return acquirerRefundId === null ? null : { kind, acquirerRefundId }
    }
    case 'failed':
      return typeof declineCode === 'string' && isDeclineCode(declineCode) ? { kind, declineCode } : null
    default:
      return fitUnknown(fields)
  }
}

const nameLengthMax = 255

/** An ID or a reference of the acquirer's: printable ASCII, no longer than can be stored. */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= nameLengthMax &&
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)
  )
}

/** An ID is stored and shown but never looked up by, so a card number in it is masked and the answer still counts. */
function fitId(value: unknown): string | null {
  return isName(value) ? mask(value).slice(0, nameLengthMax) : null
}
