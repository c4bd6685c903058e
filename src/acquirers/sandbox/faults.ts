/** The failures that the sandbox acquirer can simulate. They are read at each call, so that tests can change them. */

/** 0 is "not at all", everywhere. */
export type SandboxFaults = {
  /** The delay of every answer. */
  answerDelayMs: number
  /** Authorizations and refunds arrive after this time, even if the gateway has stopped waiting. */
  arrivalDelayMs: number
  /** Inquiries do not find anything newer than this. */
  inquiryLagMs: number
  /** Approvals report this many minor units too much. */
  wrongAmountMinor: number
  /** Inquiries about approvals report this many minor units too much. */
  wrongInquiryAmountMinor: number
  /** The first N reversals of each reference are lost. */
  lostReversals: number
  /** 1: approvals are settled immediately, so none of them can be reversed. */
  settled: number
  /** 1: everything takes effect, and every answer is unreadable. */
  garbledAnswers: number
  /** 1: the acquirer refuses connections. 2: it accepts them but never answers. */
  outage: number
  /** When the outage ends, in milliseconds since 1970; 0 if it does not end. */
  outageUntilMs: number
  // What kind of acquirer it is: read once, when it is opened.
  /** 1: charges are announced before the card, and known by their handles. */
  prepares: number
  /** 1: after a challenge, money moves only when the gateway comes back with what the customer brought. */
  needsReturn: number
  /** 1: a reversal does not stop a request that arrives after it. */
  forgetsReversals: number
  /** An authorization that never arrived is acknowledged as reversed only this long after its start. */
  reversalDelayMs: number
  /** 1: refunds cannot be reversed. */
  keepsRefunds: number
  /** Refunds are counted once under their reference for this long. */
  refundRepeatableMs: number
}

type FaultName = keyof SandboxFaults

/** The greatest value that makes sense for each setting. */
const settings: Readonly<Record<FaultName, readonly [name: string, max: number]>> = {
  answerDelayMs: ['answer_delay_ms', 86_400_000],
  arrivalDelayMs: ['arrival_delay_ms', 86_400_000],
  inquiryLagMs: ['inquiry_lag_ms', 86_400_000],
  wrongAmountMinor: ['wrong_amount_minor', 999_999_999_999],
  wrongInquiryAmountMinor: ['wrong_inquiry_amount_minor', 999_999_999_999],
  lostReversals: ['lost_reversals', 1_000_000],
  settled: ['settled', 1],
  garbledAnswers: ['garbled_answers', 1],
  outage: ['outage', 2],
  outageUntilMs: ['outage_until_ms', Number.MAX_SAFE_INTEGER],
  prepares: ['prepares', 1],
  needsReturn: ['needs_return', 1],
  forgetsReversals: ['forgets_reversals', 1],
  reversalDelayMs: ['reversal_delay_ms', 86_400_000],
  keepsRefunds: ['keeps_refunds', 1],
  refundRepeatableMs: ['refund_repeatable_ms', 86_400_000],
}

export function noFaults(): SandboxFaults {
  return {
    answerDelayMs: 0,
    arrivalDelayMs: 0,
    inquiryLagMs: 0,
    wrongAmountMinor: 0,
    wrongInquiryAmountMinor: 0,
    lostReversals: 0,
    settled: 0,
    garbledAnswers: 0,
    outage: 0,
    outageUntilMs: 0,
    prepares: 0,
    needsReturn: 0,
    forgetsReversals: 0,
    reversalDelayMs: 0,
    keepsRefunds: 0,
    refundRepeatableMs: 0,
  }
}

export function isOutage(faults: SandboxFaults, nowMs: number): boolean {
  return faults.outage !== 0 && (faults.outageUntilMs === 0 || nowMs < faults.outageUntilMs)
}

/** From a setting such as `inquiry_lag_ms=5000,outage=1`; throws an error with a sentence that says what is wrong. */
export function parseFaults(text: string): SandboxFaults {
  const faults = noFaults()
  const seen = new Set<FaultName>()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const [name, value] = parseEntry(entry)
    if (seen.has(name)) throw new Error(`the sandbox fault "${settings[name][0]}" is given twice`)
    seen.add(name)
    faults[name] = value
  }
  return faults
}

function parseEntry(entry: string): readonly [FaultName, number] {
  const at = entry.indexOf('=')
  const written = at === -1 ? entry : entry.slice(0, at).trim()
  const name = (Object.keys(settings) as FaultName[]).find((one) => settings[one][0] === written)
  if (name === undefined) {
    const known = Object.values(settings).map(([setting]) => setting)
    throw new Error(`unknown sandbox fault "${written}"; use one of ${known.join(', ')}`)
  }
  const [, max] = settings[name]
  const digits = at === -1 ? '' : entry.slice(at + 1).trim()
  const value = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN
  if (!(value <= max)) throw new Error(`the sandbox fault "${written}" needs a whole number from 0 to ${max}`)
  return [name, value]
}
