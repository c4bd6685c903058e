/**
 * What must happen now and then in a campaign: a test world in which it never does proves nothing about it. Each has
 * a minimum for 20 000 seeds, well below what is usual, so that a run fails when the workload stops reaching it.
 */
export const sometimes = {
  // how payments end
  payment_succeeded: 5_000,
  payment_failed: 5_000,
  payment_expired: 2_400,
  payment_canceled: 100,
  payment_extended: 500,
  attempt_set_aside: 340,
  alarm_raised: 390,
  // storage
  storage_failed: 5_000,
  commit_unknown_and_applied: 5_000,
  commit_unknown_and_not_applied: 5_000,
  storage_was_busy: 190,
  storage_statement_failed: 5_000,
  storage_locked: 40,
  died_in_transaction: 320,
  died_after_commit: 160,
  race_lost: 2_200,
  // processes
  process_died: 5_000,
  process_frozen: 5_000,
  machine_paused: 750,
  crowd_was_unsure: 10,
  clocks_stood_still: 4_100,
  clock_jumped: 900,
  expired_by_a_jumping_clock: 250,
  sender_missed: 2_700,
  taken_over_from_silent_worker: 5_000,
  stale_inquiry_answer: 1_000,
  // the acquirer
  approved_and_reply_lost: 2_700,
  approved_then_long_outage: 450,
  request_lost: 5_000,
  request_not_sent: 5_000,
  inquiry_lagged: 5_000,
  not_found_then_approved: 820,
  amount_differed: 200,
  reference_differed: 81,
  declined_then_approved: 18,
  found_then_not_found: 970,
  adapter_threw: 1_500,
  reversal_refused: 1_000,
  reversal_refused_without_a_reason: 500,
  long_outage: 140,
  paid_back: 210,
  refund_paid_out_after_all: 42,
  refund_set_aside: 50,
  late_authorization_hit_tombstone: 170,
  late_authorization_took_money: 18,
  approval_reversed: 3_000,
  reversal_lost: 5_000,
  attempt_reversal_repeated: 5_000,
  asked_at_own_account: 5_000,
  went_on_after_challenge: 790,
  refund_sent_again: 1_000,
  attempt_prepared: 3_300,
  never_prepared: 2_000,
  // decisions
  reversed_when_not_found: 740,
  gave_up_and_failed: 5_000,
  answer_after_decision: 340,
  attempt_late_answer_recorded: 28,
  found_by_inquiry: 1_200,
  // customers and merchants
  double_submit_refused: 5_000,
  old_form_sent: 620,
  second_card_tried: 1_300,
  left_during_challenge: 460,
  challenge_never_finished: 1_300,
  challenge_approved: 730,
  challenge_passed_too_late: 230,
  answer_replayed: 720,
  rate_limited: 52,
  card_held_back: 97,
  key_revoked: 210,
  answer_repeated: 3_500,
  // reconciliation
  reconciled: 4_700,
  repaired_by_reconciliation: 430,
  older_copy_restored: 130,
  adopted: 230,
  reversed_by_reconciliation: 190,
  // webhooks
  webhook_accepted: 10_000,
  webhook_given_up: 600,
  webhook_taken_over: 700,
  webhook_sent_in_order: 4_000,
  webhook_claimed_beyond_schedule: 15,
  webhook_failure_was_stale: 170,
  webhook_success_was_late: 140,
  webhook_signed_twice: 330,
  webhook_held_back: 1_000,
  webhook_recovered: 30,
  webhook_resent: 200,
  endpoint_tested: 110,
  endpoint_disabled: 110,
  endpoint_was_gone: 40,
  endpoint_given_up: 15,
  secret_rolled: 200,
  // refunds
  refund_succeeded: 2_200,
  refund_failed: 1_300,
  refund_refused: 3_000,
  refund_unknown_then_found: 620,
  refund_reversed: 340,
  late_refund_hit_tombstone: 18,
} as const satisfies Readonly<Record<string, number>>

export type Sometimes = keyof typeof sometimes
export type Counts = Record<Sometimes, number>

/**
 * A minimum for 20 000 seeds, for another number of them. Short runs prove nothing about what is rare, and a few seeds of
 * theirs may account for most of what is frequent.
 */
export function scaled(minimum: number, seeds: number): number {
  const expected = (minimum * seeds) / 20_000
  if (expected < 20) return 0
  return Math.floor(seeds < 2_000 ? expected / 4 : expected)
}

export function addCounts(sum: Counts, counts: Counts): void {
  for (const name of Object.keys(counts) as Sometimes[]) sum[name] += counts[name]
}

export function noCounts(): Counts {
  return Object.fromEntries(Object.keys(sometimes).map((name) => [name, 0])) as Counts
}
