/**
 * What concerns the security of the installation: who did what, when, from where, to what, and with which outcome. Every
 * such event goes through here, has one of these names, and is in the log whatever its level is.
 */
import type { Log, LogFields } from './ports/system.ts'
import type { RequestContext } from './request-context.ts'

const events = {
  started: ['info', 'done', 'listening'],
  stopped: ['info', 'done', 'stopped'],
  authentication_failed: ['warn', 'refused', 'a request without a valid API key was refused'],
  throttled: ['warn', 'refused', 'a limit was reached'],
  breaker_opened: ['warn', 'done', 'most cards of a merchant are declined: its card payments are paused'],
  page_rule_broken: ['warn', 'refused', 'browsers report that payment pages broke their own rules'],
  foreign_form: ['warn', 'refused', 'a form that another site sent was refused'],
  card_number_in_text: ['warn', 'done', 'a field that is stored and shown seems to hold a card number'],
  key_created: ['info', 'done', 'an API key was created'],
  key_revoked: ['info', 'done', 'an API key was revoked'],
  merchant_created: ['info', 'done', 'a merchant was created'],
  merchant_changed: ['info', 'done', 'a merchant was changed'],
  webhook_endpoint_changed: ['info', 'done', 'a webhook endpoint was created or changed'],
  payment_changed: ['info', 'done', 'a payment was changed by hand'],
  books_repaired: ['info', 'done', 'differences between the books were repaired'],
  personal_data_removed: ['info', 'done', 'personal data was removed from payments'],
  secrets_reencrypted: ['info', 'done', 'secrets were encrypted again with the current key'],
  secret_replaced: ['warn', 'done', 'a webhook endpoint whose secret could not be decrypted got a new one'],
  backup_made: ['info', 'done', 'a backup was made'],
  database_moved: ['info', 'done', 'the database was moved to another engine'],
  move_canceled: ['info', 'done', 'a move to another engine was given up'],
  verified: ['info', 'done', 'the database was verified'],
} as const satisfies Record<string, readonly ['info' | 'warn', 'done' | 'refused', string]>

export type SecurityEventName = keyof typeof events
export const securityEventNames = Object.keys(events) as readonly SecurityEventName[]

type SecurityFields = LogFields &
  Readonly<{
    /** The ID of an API key, or a user of the operating system; never a secret. */
    who?: string | null
    /** Its object: an ID, or a method and a path without secrets. */
    object?: string | null
  }>

export function securityEvent(log: Log, name: SecurityEventName, fields: SecurityFields): void {
  const [level, outcome, message] = events[name]
  log[level]({ security: name, outcome, ...fields }, message)
}

/** What every event of a request says of it. */
export function requestFields({ id, client, keyId, trace }: RequestContext): SecurityFields {
  return { who: keyId, address: client.address, requestId: id, traceId: trace?.traceId }
}
