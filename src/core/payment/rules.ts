/** Times and counts of the core's decisions, as data: production values, and what the sandbox shortens. */

export type Rules = Readonly<{
  /** How long the sender of a request may take before a worker takes over. Safety never depends on it. */
  leaseMs: number
  /** How long the bank's challenge stays open. */
  challengeMs: number
  /** Pauses between inquiries and between reversals; the last one repeats. */
  backoffMs: readonly number[]
  /** Pauses vary by this share to both sides, so that many waiting payments do not move in step. */
  jitter: number
  /** "Not found" is believed only after this time since sending. The acquirer may ask for more. */
  quietMs: number
  /** So many times "not found" in a row, each after the quiet time, mean that the acquirer never got it. */
  notFoundMin: number
  notFoundPauseMs: number
  /** The longest time a customer is left unsure: then it is decided to reverse, and the payment fails. */
  decideAfterMs: number
  /** A reversal that is no tombstone at the acquirer is sent again after each of these times. */
  repeatReversalMs: readonly number[]
  /** Then a person must look. */
  setAsideAfterMs: number
  /** Refunds are taken for so long after the payment was created. */
  refundWindowMs: number
  /** Refunds of one payment, failed ones included: each makes every answer about the payment longer. */
  refundsMax: number
}>

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** As the contract has it. */
export const refundWindowDays = 180

export const productionRules: Rules = {
  // Longer than the 30 s an authorization may take, with room for the saves around it.
  leaseMs: 60 * secondMs,
  challengeMs: 10 * minuteMs,
  backoffMs: [5, 10, 20, 40, 60, 120, 300].map((seconds) => seconds * secondMs),
  jitter: 0.2,
  // CyberSource asks to wait 60 s before a time-out reversal; 30 s more for clocks and queues.
  quietMs: 90 * secondMs,
  notFoundMin: 3,
  notFoundPauseMs: 10 * secondMs,
  decideAfterMs: 10 * minuteMs,
  repeatReversalMs: [10 * minuteMs, 24 * hourMs],
  setAsideAfterMs: 24 * hourMs,
  refundWindowMs: refundWindowDays * 24 * hourMs,
  refundsMax: 100,
}

/** The sandbox's times: everything that is waited for ends within seconds, so that a developer sees it end. */
export const sandboxRules: Rules = {
  ...productionRules,
  leaseMs: 4 * secondMs,
  backoffMs: [500, 500, 1_000, 2_000],
  quietMs: 4 * secondMs,
  notFoundPauseMs: 500,
  decideAfterMs: 30 * secondMs,
  repeatReversalMs: [5 * secondMs],
}

/** No time to look again lies further ahead when it is written. */
export function longestPauseMs({ backoffMs, jitter, challengeMs, leaseMs, notFoundPauseMs }: Rules): number {
  return Math.max(...backoffMs.map((ms) => ms * (1 + jitter)), challengeMs, leaseMs, notFoundPauseMs)
}

/** Nor does a reversal's repetition. */
export function longestRepetitionMs(rules: Rules): number {
  return Math.max(longestPauseMs(rules), ...rules.repeatReversalMs)
}

/** The pause before try number `tries + 1`. `random` is in [0, 1). */
export function pauseMs(rules: Rules, tries: number, random: number): number {
  const base = rules.backoffMs[Math.min(tries, rules.backoffMs.length - 1)] ?? 0
  return Math.round(base * (1 + rules.jitter * (2 * random - 1)))
}
