/**
 * What must happen now and then in a campaign: a test world in which it never does proves nothing about it. Each has
 * a minimum for 20 000 seeds, well below what is usual, so that a run fails when the workload stops reaching it.
 */
export const sometimes = {
  // how payments end
  payment_succeeded: 5_000,
  payment_failed: 2_000,
  payment_expired: 500,
  payment_canceled: 100,
  attempt_set_aside: 100,
  alarm_raised: 100,
  // storage
  storage_failed: 1_000,
  commit_unknown_and_applied: 1_000,
  commit_unknown_and_not_applied: 1_000,
  storage_was_busy: 20,
  storage_statement_failed: 20,
  storage_locked: 20,
  died_in_transaction: 20,
  died_after_commit: 20,
  race_lost: 500,
  // processes
  process_died: 1_000,
  process_frozen: 1_000,
  machine_paused: 20,
  crowd_was_unsure: 0,
  clocks_stood_still: 20,
  clock_jumped: 20,
  expired_by_a_jumping_clock: 20,
  sender_missed: 200,
  taken_over_from_silent_worker: 500,
  stale_inquiry_answer: 200,
  // the acquirer
  approved_and_reply_lost: 1_000,
  approved_then_long_outage: 300,
  request_lost: 500,
  request_not_sent: 300,
  inquiry_lagged: 500,
  not_found_then_approved: 100,
  amount_differed: 100,
  reference_differed: 20,
  declined_then_approved: 20,
  found_then_not_found: 20,
  adapter_threw: 20,
  reversal_refused: 20,
  reversal_refused_without_a_reason: 20,
  long_outage: 20,
  paid_back: 20,
  refund_paid_out_after_all: 20,
  refund_set_aside: 20,
  late_authorization_hit_tombstone: 300,
  late_authorization_took_money: 25,
  approval_reversed: 500,
  reversal_lost: 300,
  attempt_reversal_repeated: 300,
  // decisions
  reversed_when_not_found: 300,
  gave_up_and_failed: 200,
  answer_after_decision: 200,
  attempt_late_answer_recorded: 40,
  found_by_inquiry: 500,
  // customers and merchants
  double_submit_refused: 500,
  old_form_sent: 20,
  second_card_tried: 300,
  left_during_challenge: 200,
  challenge_never_finished: 200,
  challenge_approved: 500,
  challenge_passed_too_late: 50,
  answer_replayed: 20,
  rate_limited: 20,
  card_held_back: 20,
  key_revoked: 50,
  answer_repeated: 200,
  // reconciliation
  reconciled: 2_000,
  repaired_by_reconciliation: 20,
  older_copy_restored: 200,
  adopted: 20,
  reversed_by_reconciliation: 20,
  // refunds
  refund_succeeded: 1_000,
  refund_failed: 100,
  refund_refused: 200,
  refund_unknown_then_found: 100,
  refund_reversed: 50,
  late_refund_hit_tombstone: 10,
} as const satisfies Readonly<Record<string, number>>

export type Sometimes = keyof typeof sometimes
export type Counts = Record<Sometimes, number>

/** A minimum for 20 000 seeds, for another number of them; short runs prove nothing about what is rare. */
export function scaled(minimum: number, seeds: number): number {
  const expected = (minimum * seeds) / 20_000
  return expected < 20 ? 0 : Math.floor(expected)
}

export function addCounts(sum: Counts, counts: Counts): void {
  for (const name of Object.keys(counts) as Sometimes[]) sum[name] += counts[name]
}

export function noCounts(): Counts {
  return Object.fromEntries(Object.keys(sometimes).map((name) => [name, 0])) as Counts
}
