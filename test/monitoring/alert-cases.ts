/** For each alert the series that must raise it, in promtool's notation: a start, a step, and how often, one per minute. */

export type Series = Readonly<Record<string, string>>

const route = 'job="flowlix",instance="a",method="POST",route="/v1/payments/hpp"'
const requests = (status: number): string =>
  `flowlix_http_request_duration_seconds_count{${route},status="${status}"}`
const bucket = (le: string): string =>
  `flowlix_http_request_duration_seconds_bucket{${route},status="201",le="${le}"}`
const commits = (le: string): string => `flowlix_commit_duration_seconds_bucket{instance="a",le="${le}"}`
const answers = (answer: string): string =>
  `flowlix_acquirer_answer_seconds_count{acquirer="acme",question="authorize",answer="${answer}",instance="a"}`
const saves = (outcome: string): string =>
  `flowlix_save_duration_seconds_count{operation="save",outcome="${outcome}",instance="a"}`
const unsettled = (name: string, part: string, state: string): string =>
  `flowlix_${name}{part="${part}",state="${state}",instance="a"}`
const webhooks = (outcome: string): string =>
  `flowlix_webhook_attempts_total{outcome="${outcome}",instance="a"}`
const alarm = (name: string): string => `flowlix_alarms_total{alarm="${name}",instance="a"}`
const throttled = (rule: string): string => `flowlix_throttled_requests_total{rule="${rule}",instance="a"}`
const live = (event: string): string =>
  `flowlix_payment_events_total{event="${event}",acquirer="acme",mode="live",instance="a"}`
const declines = (code: string): string =>
  `flowlix_declines_total{code="${code}",acquirer="acme",mode="live",instance="a"}`
const refusedPosts = 'flowlix_card_posts_refused_total{rule="declines_by_card",instance="a"}'

/** Everything is as it should be, with load. */
export const healthy: Series = {
  'up{job="flowlix",instance="a"}': '1x45',
  'flowlix_database_up{instance="a"}': '1x45',
  'flowlix_database_damaged{instance="a"}': '0x45',
  [requests(201)]: '0+6000x45',
  [requests(503)]: '0+6x45',
  [bucket('0.1')]: '0+6000x45',
  [bucket('+Inf')]: '0+6000x45',
  [commits('0.1')]: '0+600x45',
  [commits('+Inf')]: '0+600x45',
  [answers('approved')]: '0+600x45',
  [answers('unknown')]: '0+6x45',
  [saves('saved')]: '0+600x45',
  [saves('unavailable')]: '0x45',
  'flowlix_database_waiting_calls{instance="a"}': '5 0 5 0 5 0 5 0x38',
  'nodejs_eventloop_lag_p99_seconds{job="flowlix",instance="a"}': '0.02x45',
  'process_resident_memory_bytes{job="flowlix",instance="a"}': '200000000x45',
  [unsettled('unsettled_oldest_seconds', 'attempt', 'unknown')]: '300x45',
  [unsettled('unsettled_oldest_seconds', 'attempt', 'reversing')]: '900x45',
  [unsettled('unsettled', 'attempt', 'unknown')]: '3x45',
  [unsettled('unsettled', 'attempt', 'set_aside')]: '0x45',
  'flowlix_worker_lag_seconds{instance="a"}': '0.4x45',
  'flowlix_webhook_due_lag_seconds{instance="a"}': '20x45',
  [webhooks('succeeded')]: '0+50x45',
  [webhooks('timed_out')]: '0+500x45',
  [alarm('webhook_endpoint_failing')]: '3x45',
  [alarm('card_testing')]: '2x45',
  [alarm('clock_jumped')]: '1x45',
  [live('attempt_started')]: '0+600x45',
  [live('attempt_approved')]: '0+500x45',
  [live('attempt_declined')]: '0+90x45',
  [declines('invalid_cvc')]: '0+20x45',
  [refusedPosts]: '0+5x45',
  [throttled('failed_keys')]: '0+10x45',
  'flowlix_csp_reports_total{directive="img-src",instance="a"}': '0+0.2x45',
  'flowlix_log_lines_dropped_total{instance="a"}': '7x45',
}

/** What differs from that. */
export const cases: Readonly<Record<string, Series>> = {
  FlowlixDown: { 'up{job="flowlix",instance="a"}': '1x25 0x20' },
  FlowlixDatabaseUnreachable: { 'flowlix_database_up{instance="a"}': '1x25 0x20' },
  FlowlixDatabaseDamaged: { 'flowlix_database_damaged{instance="a"}': '0x25 1x20' },
  FlowlixRequestsFail: { [requests(503)]: '0+120x45' },
  FlowlixSlow: { [bucket('0.1')]: '0+5000x45', [bucket('5')]: '0+6000x45' },
  FlowlixCommitsSlow: { [commits('0.1')]: '0+500x45', [commits('2.5')]: '0+600x45' },
  FlowlixSavesFail: { [saves('unavailable')]: '0x40 1x5' },
  FlowlixConnectionsExhausted: { 'flowlix_database_waiting_calls{instance="a"}': '0x25 3x20' },
  FlowlixEventLoopBlocked: { 'nodejs_eventloop_lag_p99_seconds{job="flowlix",instance="a"}': '0.4x45' },
  FlowlixMemoryHigh: { 'process_resident_memory_bytes{job="flowlix",instance="a"}': '1500000000x45' },
  FlowlixOutcomeUnknown: { [unsettled('unsettled_oldest_seconds', 'attempt', 'unknown')]: '0+60x45' },
  FlowlixReversalStuck: { [unsettled('unsettled_oldest_seconds', 'attempt', 'reversing')]: '2000+60x45' },
  FlowlixManualReview: { [unsettled('unsettled', 'attempt', 'set_aside')]: '0x25 1x20' },
  FlowlixWorkerLate: { 'flowlix_worker_lag_seconds{instance="a"}': '0x25 0+60x20' },
  FlowlixAcquirerSilent: { [answers('unknown')]: '0+100x45' },
  FlowlixWebhooksLate: { 'flowlix_webhook_due_lag_seconds{instance="a"}': '0x25 0+60x20' },
  FlowlixWebhooksBlocked: { [webhooks('succeeded')]: '7x45' },
  FlowlixWebhookEndpoint: { [alarm('webhook_endpoint_failing')]: '3x40 4x5' },
  FlowlixCardTesting: { [alarm('card_testing')]: '2x40 3x5' },
  FlowlixEnumeration: { [declines('invalid_cvc')]: '0+80x45', [refusedPosts]: '0+100x45' },
  FlowlixGuessing: { [throttled('failed_keys')]: '0+600x45' },
  FlowlixPageRuleBroken: {
    'flowlix_csp_reports_total{directive="img-src",instance="a"}': '0+0.2x25 100x20',
  },
  FlowlixAlarm: { [alarm('clock_jumped')]: '1x40 2x5' },
  FlowlixLogLinesDropped: { 'flowlix_log_lines_dropped_total{instance="a"}': '7x40 9x5' },
}
