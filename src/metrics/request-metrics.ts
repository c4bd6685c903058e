/** Requests by route: their number, how long they took, and which were refused by a limit. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { RequestRecord } from '../http/access-log.ts'
import { cardRules } from '../throttles/card-limits.ts'

/** Up to the 20 seconds for which a submitted card form may wait for the acquirer. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** Node's parser knows more, and a label must not have as many values as clients can think of. */
const methods: ReadonlySet<string | null> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
/** What requests that a limit refuses have as their note, besides those for cards. */
const requestRules = [
  'requests_by_key',
  'storage_by_key',
  'failed_keys',
  'unknown_pages',
  'status_polls',
  'policy_reports',
] as const
const limitsOfCards: ReadonlySet<string | null> = new Set<string | null>(cardRules)
const limitsOfRequests: ReadonlySet<string | null> = new Set<string | null>(requestRules)

export function requestMetrics(registers: Registry[]) {
  const durations = new Histogram({
    name: 'flowlix_http_request_duration_seconds',
    help: 'From the first byte of a request to the last byte of its response, by route pattern. Status "none": the client left before a response.',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers,
  })
  const throttled = new Counter({
    name: 'flowlix_throttled_requests_total',
    help: 'Requests that a limit refused, by limit, without those for cards.',
    labelNames: ['rule'],
    registers,
  })
  const cardPosts = new Counter({
    name: 'flowlix_card_posts_refused_total',
    help: 'Card forms that a limit refused before a card was sent to the acquirer, by limit.',
    labelNames: ['rule'],
    registers,
  })
  const connections = new Counter({
    name: 'flowlix_connections_refused_total',
    help: 'Connections that were closed because there were too many; counted at most once a minute.',
    registers,
  })
  for (const rule of cardRules) cardPosts.inc({ rule }, 0)
  for (const rule of [...requestRules, 'other']) throttled.inc({ rule }, 0)
  return {
    served: ({ context, method, status, durationMs }: RequestRecord): void => {
      const labels = {
        method: methods.has(method) ? method : 'other',
        route: context.route ?? 'none',
        status: status ?? 'none',
      }
      durations.observe(labels as Record<string, string>, durationMs / 1_000)
      if (status !== 429) return
      const { note } = context
      if (limitsOfCards.has(note)) cardPosts.inc({ rule: String(note) })
      else throttled.inc({ rule: limitsOfRequests.has(note) ? String(note) : 'other' })
    },
    connectionsRefused: (count: number): void => connections.inc(count),
  }
}
