/** Bugs in what merchants are told: events, deliveries, secrets, and endpoints. */
import type { Mutant } from './mutant.ts'
import type { Wish } from './setting.ts'

const deliverWebhook = 'src/operations/webhooks/deliver-webhook.ts'
const results = 'src/storage/delivery-results.ts'
const due = 'src/storage/due-deliveries.ts'
const sqliteDeliveries = 'src/storage/sqlite/webhook-deliveries.ts'
const limits = 'src/worker/endpoint-limits.ts'
const health = 'src/core/webhook/endpoint-health.ts'

/** The algorithm, as fast as can be. */
const quick: Wish = { world: 'receivers', storage: 'memory', shells: 'direct' }
/** The statements. */
const stored: Wish = { world: 'receivers', storage: 'sqlite', shells: 'direct' }

export const receiverMutants: readonly Mutant[] = [
  {
    name: 'an event is saved after the commit of its cause',
    seedsMax: 100,
    wish: stored,
    edits: [
      {
        file: 'src/storage/sqlite/payments.ts',
        find: '  publishEvents(statements, current.number, change)',
        replace: `  setImmediate(() => {
    try {
      publishEvents(statements, current.number, change)
    } catch {}
  })`,
      },
    ],
  },
  {
    name: 'an event shows the payment as it was before',
    seedsMax: 20,
    wish: quick,
    edits: [
      {
        file: 'src/operations/change-payment.ts',
        find: 'gateway.publicEventsOf(after, events)',
        replace: 'gateway.publicEventsOf(before, events)',
      },
    ],
  },
  {
    name: 'a claim does not postpone the next attempt',
    seedsMax: 20,
    wish: stored,
    edits: [{ file: sqliteDeliveries, find: 'atMs + leaseMs', replace: 'atMs' }],
  },
  {
    name: 'the lease of a delivery is shorter than an attempt',
    seedsMax: 50,
    wish: quick,
    edits: [
      {
        file: 'src/worker/webhook-places.ts',
        find: 'const leaseMs = 60_000',
        replace: 'const leaseMs = 5_000',
      },
    ],
  },
  {
    name: 'a claim counts no attempt',
    seedsMax: 50,
    wish: stored,
    edits: [
      { file: due, find: 'attempt_count = attempt_count + 1', replace: 'attempt_count = attempt_count' },
    ],
  },
  {
    name: 'the previous secret signs for ever',
    seedsMax: 20,
    wish: quick,
    edits: [{ file: deliverWebhook, find: ' && atMs < previousSecretUntilMs', replace: '' }],
  },
  {
    name: 'the previous secret does not sign any more',
    seedsMax: 50,
    wish: quick,
    edits: [{ file: deliverWebhook, find: 'isRotating ? [secret, previousSecret] : ', replace: '' }],
  },
  {
    name: 'the previous secret comes first',
    seedsMax: 50,
    wish: quick,
    edits: [
      {
        file: deliverWebhook,
        find: 'isRotating ? [secret, previousSecret] :',
        replace: 'isRotating ? [previousSecret, secret] :',
      },
    ],
  },
  {
    name: 'the signature does not cover the ID',
    seedsMax: 50,
    wish: quick,
    edits: [{ file: 'src/webhooks/sign.ts', find: '`${id}.${timestamp}.`', replace: '`${timestamp}.`' }],
  },
  {
    name: 'a repeated attempt has another ID',
    seedsMax: 20,
    wish: quick,
    edits: [
      {
        file: 'src/webhooks/sign.ts',
        find: "'webhook-id': id,",
        replace: "'webhook-id': `${id}-${timestamp}`,",
      },
    ],
  },
  {
    name: 'what is sent by hand counts for the health of its endpoint',
    seedsMax: 20,
    wish: quick,
    edits: [
      {
        file: deliverWebhook,
        find: 'const isManual = isByHand(attempt.trigger)',
        replace: 'const isManual = false',
      },
    ],
  },
  {
    name: 'the first attempts for a payment wait for nothing',
    seedsMax: 20,
    wish: stored,
    edits: [
      { file: due, find: "and b.state = 'pending' and b.last_error", replace: 'and false and b.last_error' },
    ],
  },
  {
    name: 'a failure is taken although another attempt has begun',
    seedsMax: 20,
    wish: quick,
    edits: [{ file: results, find: '  if (!isNewest) return null\n', replace: '' }],
  },
  {
    name: 'a success is not taken if another attempt has begun',
    seedsMax: 50,
    wish: quick,
    edits: [{ file: results, find: 'if (isSuccess) return', replace: 'if (isSuccess && isNewest) return' }],
  },
  {
    name: 'what has arrived is recovered',
    seedsMax: 20,
    wish: stored,
    edits: [
      {
        file: 'src/storage/sending-texts.ts',
        find: "and state in ('failed', 'skipped')\n        and event_id >",
        replace: "and state in ('failed', 'skipped', 'succeeded')\n        and event_id >",
      },
    ],
  },
  {
    name: 'what was skipped is not recovered',
    seedsMax: 100,
    wish: stored,
    edits: [
      {
        file: 'src/storage/sending-texts.ts',
        find: "and state in ('failed', 'skipped')\n        and event_id >",
        replace: "and state in ('failed')\n        and event_id >",
      },
    ],
  },
  {
    name: 'a resend makes the schedule forget when to go on',
    seedsMax: 200,
    wish: stored,
    edits: [
      {
        file: 'src/storage/sending-texts.ts',
        find: 'else webhook_deliveries.next_at_ms end',
        replace: 'else null end',
      },
    ],
  },
  {
    name: 'a disabled endpoint goes on getting what waits for it',
    seedsMax: 100,
    wish: stored,
    edits: [
      {
        file: due,
        find: 'export const onlyByHand = `d.${byHand}`',
        replace: "export const onlyByHand = 'true'",
      },
      {
        file: due,
        find: 'and d.next_at_ms <= ${placeholder(2)} and d.${byHand}))',
        replace: 'and d.next_at_ms <= ${placeholder(2)}))',
      },
      {
        file: 'src/operations/webhooks/disable-endpoint.ts',
        find: 'while (skipped === skippedAtOnce)',
        replace: 'while (skipped < 0)',
      },
    ],
  },
  {
    name: 'a deleted endpoint goes on getting what waits for it',
    seedsMax: 200,
    wish: stored,
    edits: [{ file: due, find: ' and endpoints.deleted_at_ms is null\n', replace: '\n' }],
  },
  {
    name: 'an endpoint gets all that waits for it at once',
    seedsMax: 200,
    wish: quick,
    edits: [{ file: limits, find: 'if (failures >= manyFailures) of[id] = 1', replace: '' }],
  },
  {
    name: 'an endpoint is given up after half a day',
    seedsMax: 300,
    wish: quick,
    edits: [{ file: health, find: '120 * hourMs', replace: '12 * hourMs' }],
  },
  {
    name: 'an endpoint is given up for one event',
    seedsMax: 300,
    wish: quick,
    edits: [{ file: health, find: 'givenUpAfterEvents = 10', replace: 'givenUpAfterEvents = 1' }],
  },
  {
    name: 'an endpoint is never given up',
    seedsMax: 1_000,
    wish: quick,
    edits: [{ file: health, find: '120 * hourMs', replace: '1_200 * hourMs' }],
  },
  {
    name: 'the schedule never ends',
    seedsMax: 50,
    wish: quick,
    edits: [
      {
        file: 'src/core/webhook/retry-schedule.ts',
        find: 'schedule.pausesMs[attempt.number - 1]',
        replace: 'schedule.pausesMs[Math.min(attempt.number, schedule.pausesMs.length) - 1]',
      },
    ],
  },
  {
    name: 'attempts that no process survives are made beyond the schedule',
    seedsMax: 100,
    wish: quick,
    edits: [
      {
        file: 'src/core/webhook/retry-schedule.ts',
        find: 'return number > schedule.pausesMs.length + 1',
        replace: 'return number < 0',
      },
    ],
  },
  {
    name: 'events are removed while they wait to be sent',
    seedsMax: 300,
    wish: stored,
    edits: [
      {
        file: 'src/storage/event-lists.ts',
        find: 'and w.mode = e.mode and d.next_at_ms is not null',
        replace: 'and w.mode = e.mode and d.next_at_ms < 0',
      },
    ],
  },
  {
    name: 'an endpoint is sent to as it was before the claim',
    seedsMax: 300,
    wish: stored,
    edits: [
      {
        file: sqliteDeliveries,
        find: '(statements.stateOfEndpoint.get(id) as DueEndpoint | undefined)',
        replace: 'before',
      },
    ],
  },
]
