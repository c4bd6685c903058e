/** Times and limits of the core's decisions, as data: the production values, and those that the sandbox shortens. */

export type Rules = Readonly<{
  /** How long the sender of a request may take before a worker takes over. Safety does not depend on it. */
  leaseMs: number
  /** How long the issuer's challenge stays open. */
  challengeMs: number
  /** Pauses between inquiries and between reversals; the last one repeats. */
  backoffMs: readonly number[]
  /** Pauses vary by this share in both directions, so that many waiting payments do not move in lockstep. */
  jitter: number
  /** "Not found" means nothing until this long after sending. An acquirer may require more. */
  quietMs: number
  /** This many times "not found" in a row, each after the quiet time, mean that the acquirer never received it. */
  notFoundMin: number
  notFoundPauseMs: number
  /** The longest time a customer is left waiting. Then the gateway decides to reverse, and the payment fails. */
  decideAfterMs: number
  /** A reversal that is not a tombstone at the acquirer is sent again after each of these times. */
  repeatReversalMs: readonly number[]
  /** After this time it needs manual review. */
  setAsideAfterMs: number
  /** How long after a payment's creation refunds are accepted. */
  refundWindowMs: number
  /** The most refunds of one payment, including failed ones, because each makes every response about the payment longer. */
  refundsMax: number
}>

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** The contract's number. */
export const refundWindowDays = 180

export const productionRules: Rules = {
  // Longer than the 30 s that an authorization may take, with time for the saves before and after it.
  leaseMs: 60 * secondMs,
  challengeMs: 10 * minuteMs,
  backoffMs: [5, 10, 20, 40, 60, 120, 300].map((seconds) => seconds * secondMs),
  jitter: 0.2,
  // CyberSource asks for 60 s before a timeout reversal; 30 s more for clocks and queues.
  quietMs: 90 * secondMs,
  notFoundMin: 3,
  notFoundPauseMs: 10 * secondMs,
  decideAfterMs: 10 * minuteMs,
  repeatReversalMs: [10 * minuteMs, 24 * hourMs],
  setAsideAfterMs: 24 * hourMs,
  refundWindowMs: refundWindowDays * 24 * hourMs,
  refundsMax: 100,
}

/** The sandbox's times: every wait ends within seconds, so that a developer sees it end. */
export const sandboxRules: Rules = {
  ...productionRules,
  leaseMs: 4 * secondMs,
  backoffMs: [500, 500, 1_000, 2_000],
  quietMs: 4 * secondMs,
  notFoundPauseMs: 500,
  decideAfterMs: 30 * secondMs,
  repeatReversalMs: [5 * secondMs],
}

/** How far ahead the next time of a worker can be, at most, when it is written. */
export function longestPauseMs({ backoffMs, jitter, challengeMs, leaseMs, notFoundPauseMs }: Rules): number {
  return Math.max(...backoffMs.map((ms) => ms * (1 + jitter)), challengeMs, leaseMs, notFoundPauseMs)
}

/** The same for the repetition of a reversal. */
export function longestRepetitionMs(rules: Rules): number {
  return Math.max(longestPauseMs(rules), ...rules.repeatReversalMs)
}

/** The pause after `tries` tries. `random` is in [0, 1). */
export function pauseMs(rules: Rules, tries: number, random: number): number {
  const base = rules.backoffMs[Math.min(tries, rules.backoffMs.length - 1)] ?? 0
  return Math.round(base * (1 + rules.jitter * (2 * random - 1)))
}
