/**
 * Browsers' reports of violations of a page's policy. They are counted by rule, logged in at most one line a minute, and not
 * stored. A report contains the page's address, with which anyone can open it, so only the rule's name is read.
 */
import type { Gateway } from '../operations/gateway.ts'
import { readLimitedBody } from '../platform/limited-body.ts'
import type { LogFields } from '../ports/system.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import { TokenBuckets } from '../throttles/token-buckets.ts'
import type { PageContext } from './page-context.ts'
import type { Visit } from './wait.ts'

const bytesMax = 8 * 1024
const typePattern = /^application\/(csp-report|reports\+json)(?:;|$)/
/** For all browsers together; more reports would add nothing. */
const perMinute = 120
const tellEveryMs = 60_000
const rules = [
  ...['default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem'],
  ...['style-src-attr', 'img-src', 'connect-src', 'form-action', 'frame-src', 'frame-ancestors', 'base-uri'],
  ...[
    'object-src',
    'worker-src',
    'require-trusted-types-for',
    'trusted-types',
    'integrity-violation',
    'other',
  ],
] as const
type Rule = (typeof rules)[number]

export class PolicyReports {
  readonly #gateway: Gateway
  readonly #stopping: AbortSignal
  readonly #buckets = new TokenBuckets(perMinute, 1)
  readonly #counts = new Map<Rule, number>()
  #toldAtMs = Number.NEGATIVE_INFINITY
  #isWaiting = false

  constructor({ gateway, stopping }: PageContext) {
    this.#gateway = gateway
    this.#stopping = stopping
  }

  async take({ request, context }: Visit): Promise<Response> {
    const nowMs = this.#gateway.clock.monotonicMs()
    if (this.#buckets.take('all', nowMs) > 0) {
      context.note = 'policy_reports'
      return respond(429, { 'retry-after': '60' })
    }
    if (!typePattern.test(request.headers.get('content-type') ?? '')) return respond(415)
    const bytes = await readLimitedBody(request, { bytesMax })
    if (typeof bytes === 'string') return respond(413)
    const broken = rulesIn(bytes)
    if (broken === null) return respond(400)
    for (const rule of broken) this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1)
    const waitMs = this.#toldAtMs + tellEveryMs - nowMs
    if (waitMs <= 0) this.#tell(requestFields(context))
    else void this.#tellLater(waitMs)
    return respond(204)
  }

  /** What is left is told when the minute is over, or before the process ends. */
  async #tellLater(waitMs: number): Promise<void> {
    if (this.#isWaiting) return
    this.#isWaiting = true
    await this.#gateway.clock.sleep(waitMs, this.#stopping)
    this.#isWaiting = false
    this.#tell({})
  }

  #tell(fields: LogFields): void {
    if (this.#counts.size === 0) return
    securityEvent(this.#gateway.log, 'page_rule_broken', { ...fields, ...Object.fromEntries(this.#counts) })
    this.#counts.clear()
    this.#toldAtMs = this.#gateway.clock.monotonicMs()
  }
}

function respond(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers })
}

/** The rules that the reports name; null if it is not a report. */
function rulesIn(bytes: Uint8Array): readonly Rule[] | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const reports = Array.isArray(parsed) ? parsed : [parsed]
    return reports.every(isObject) ? reports.map(ruleOf) : null
  } catch {
    return null
  }
}

/** In the words of both ways of reporting, `report-to` and `report-uri`. */
function ruleOf(report: Record<string, unknown>): Rule {
  if (report.type === 'integrity-violation') return report.type
  const body = isObject(report.body) ? report.body : report['csp-report']
  if (!isObject(body)) return 'other'
  const name = body.effectiveDirective ?? body['effective-directive'] ?? body['violated-directive']
  return rules.find((rule) => rule === name) ?? 'other'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
