/** Sends deliveries over HTTP: to addresses that have just been checked, once, and within one deadline. */
import type { DeliveryError } from '../core/webhook/delivery-error.ts'
import { connect } from '../platform/outgoing/connect.ts'
import type { ConnectFailure } from '../platform/outgoing/connect-failure.ts'
import { withDeadline } from '../platform/outgoing/deadline.ts'
import type {
  WebhookOutcome,
  WebhookRequest,
  WebhookSender,
  WebhookTargets,
} from '../ports/webhook-sender.ts'
import { checkTarget, type Target, type TargetRules } from './check-target.ts'
import { outcomeOf } from './outcome-of.ts'
import { post } from './post.ts'
import { deliveryHeaders } from './sign.ts'

export type SenderOptions = Readonly<{
  rules: Omit<TargetRules, 'isBehindProxy'>
  /** An HTTP proxy that every connection goes through. */
  proxy: URL | null
  /** Certificates, in PEM, that are trusted instead of the public authorities. */
  trusted?: string
  limits?: Readonly<{ totalMs: number; connectMs: number }>
}>

const usualLimits = { totalMs: 15_000, connectMs: 5_000 }

export class HttpWebhookSender implements WebhookSender, WebhookTargets {
  readonly #options: SenderOptions
  readonly #rules: TargetRules
  readonly #limits: NonNullable<SenderOptions['limits']>

  constructor(options: SenderOptions) {
    this.#options = options
    this.#rules = { ...options.rules, isBehindProxy: options.proxy !== null }
    this.#limits = options.limits ?? usualLimits
  }

  async check(url: string) {
    const target = await withDeadline(this.#limits.totalMs, new AbortController().signal, ({ ended }) =>
      checkTarget(url, this.#rules, ended),
    )
    return target.kind === 'ok' ? { kind: 'ok' as const, href: target.url.href } : target
  }

  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookOutcome> {
    return withDeadline(this.#limits.totalMs, signal, async ({ ended }) => {
      const outcome = await this.#attempt(request, ended)
      if (outcome.kind === 'responded' || !ended.aborted) return outcome
      return signal.aborted ? { kind: 'aborted' } : failed('timed_out')
    })
  }

  async #attempt(request: WebhookRequest, ended: AbortSignal): Promise<WebhookOutcome> {
    const target = await checkTarget(request.url, this.#rules, ended)
    if (target.kind === 'refused') return failed(target.error)
    const connected = await this.#connect(target, ended)
    if (connected.kind === 'failed') return failed(errors[connected.cause])
    const headers = deliveryHeaders({ ...request, id: request.eventId })
    const posted = await post(connected.socket, { url: target.url, headers, body: request.body }, ended)
    return outcomeOf(posted, target.isPublic, request.atMs)
  }

  #connect({ url, addresses }: Extract<Target, { kind: 'ok' }>, ended: AbortSignal) {
    const { proxy, trusted } = this.#options
    const options = { proxy, ...(trusted && { trusted }), ...(addresses && { addresses }) }
    return withDeadline(this.#limits.connectMs, ended, (soon) => connect(url, options, soon))
  }
}

const errors: Readonly<Record<ConnectFailure, DeliveryError>> = {
  aborted: 'timed_out',
  address_not_allowed: 'address_not_public',
  certificate_rejected: 'tls_failed',
  connection_failed: 'connection_reset',
  connection_refused: 'connection_refused',
  deadline: 'timed_out',
  name_not_found: 'name_not_resolved',
  proxy_failed: 'connection_refused',
  // A proxy that guards a network refuses what leads into it.
  proxy_refused: 'address_not_public',
  tls_failed: 'tls_failed',
}

function failed(error: DeliveryError): WebhookOutcome {
  return { kind: 'failed', error }
}
