/** The statements of the ledger in PostgreSQL. They read and write rows, without any rules. */
import type { Value } from '../../../platform/postgres/client.ts'
import {
  type Authorization,
  type AuthorizationChange,
  type BookRefund,
  type Pen,
  paymentKeyOf,
  type RefundEnd,
} from '../book-store.ts'

export type Statement = readonly [text: string, values: readonly Value[]]

const authorizationColumns = `reference, amount_minor as "amountMinor", currency, last4, country, payee, network,
  state, decline_code as "declineCode", transaction_id as "transactionId", challenge_id as "challengeId",
  is_form as "isForm", method_notification_url as "methodNotificationUrl", method_completion as "methodCompletion",
  approves_after_method as "approvesAfterMethod", decline_after_challenge as "declineAfterChallenge",
  refunds_fail as "refundsFail", return_url as "returnUrl", created_at_ms as "createdAtMs"`

const refundColumns = `reference, original_reference as "originalReference", amount_minor as "amountMinor", currency,
  refund_id as "refundId", state, becomes, due_at_ms as "dueAtMs", decline_code as "declineCode",
  created_at_ms as "createdAtMs"`

/** In one order for everybody, so that two changes never wait for each other. */
export const lockBuckets =
  'select from flowlix_sandbox.buckets where bucket = any($1::int[]) order by bucket for update'

export const findTombstone = 'select from flowlix_sandbox.tombstones where reference = $1'

export const findChallenge = `select ${authorizationColumns} from flowlix_sandbox.authorizations where challenge_id = $1`

export function findAuthorizations(isToChange: boolean): string {
  return `select ${authorizationColumns} from flowlix_sandbox.authorizations
    where reference in ($1, $2) order by reference${isToChange ? ' for update' : ''}`
}

export function findRefunds(isToChange: boolean): string {
  return `select ${refundColumns} from flowlix_sandbox.refunds
    where reference = $1 or original_reference in ($1, $2) order by reference${isToChange ? ' for update' : ''}`
}

export const listTransactions = `
  select reference, transaction_id as "acquirerTransactionId", 'authorization' as kind, state, amount_minor as "amountMinor", currency, last4,
    network, null as "originalReference", created_at_ms as "atMs" from flowlix_sandbox.authorizations
  union all
  select reference, refund_id, 'refund',
    case when state = 'pending' and (due_at_ms <= $1 or created_at_ms > $1) then becomes else state end,
    amount_minor, currency, null, null, original_reference, created_at_ms from flowlix_sandbox.refunds
  order by "atMs", reference`

export const listIncidents = `select payment_key as "paymentKey", reference, other_reference as "otherReference",
  at_ms as "atMs" from flowlix_sandbox.incidents order by id`

/** Collects what a change writes. */
export function penOf(statements: Statement[]): Pen {
  return {
    addAuthorization: (one) => void statements.push(addAuthorization(one)),
    changeAuthorization: (...change) => void statements.push(changeAuthorization(...change)),
    addRefund: (one) => void statements.push(addRefund(one)),
    endRefund: (...end) => void statements.push(endRefund(...end)),
    addTombstone: (reference, atMs) =>
      void statements.push([
        'insert into flowlix_sandbox.tombstones (reference, created_at_ms) values ($1, $2) on conflict do nothing',
        [reference, atMs],
      ]),
  }
}

function addAuthorization(one: Authorization): Statement {
  return insertInto('authorizations', {
    reference: one.reference,
    payment_key: paymentKeyOf(one.reference),
    amount_minor: one.amountMinor,
    currency: one.currency,
    last4: one.last4,
    country: one.country,
    payee: one.payee,
    network: one.network,
    state: one.state,
    decline_code: one.declineCode,
    transaction_id: one.transactionId,
    challenge_id: one.challengeId,
    is_form: one.isForm,
    method_notification_url: one.methodNotificationUrl,
    method_completion: one.methodCompletion,
    approves_after_method: one.approvesAfterMethod,
    decline_after_challenge: one.declineAfterChallenge,
    refunds_fail: one.refundsFail,
    return_url: one.returnUrl,
    created_at_ms: one.createdAtMs,
    updated_at_ms: one.createdAtMs,
  })
}

function changeAuthorization(reference: string, change: AuthorizationChange, atMs: number): Statement {
  const { state = null, declineCode = null, transactionId = null, methodCompletion = null } = change
  return [
    `update flowlix_sandbox.authorizations set state = coalesce($1, state), decline_code = coalesce($2, decline_code),
      transaction_id = coalesce($3, transaction_id), method_completion = coalesce($4, method_completion),
      updated_at_ms = $5 where reference = $6`,
    [state, declineCode, transactionId, methodCompletion, atMs, reference],
  ]
}

function addRefund(one: BookRefund): Statement {
  return insertInto('refunds', {
    reference: one.reference,
    original_reference: one.originalReference,
    amount_minor: one.amountMinor,
    currency: one.currency,
    refund_id: one.refundId,
    state: one.state,
    becomes: one.becomes,
    due_at_ms: one.dueAtMs,
    decline_code: one.declineCode,
    created_at_ms: one.createdAtMs,
    updated_at_ms: one.createdAtMs,
  })
}

function endRefund(reference: string, { state, declineCode }: RefundEnd, atMs: number): Statement {
  return [
    'update flowlix_sandbox.refunds set state = $1, decline_code = $2, updated_at_ms = $3 where reference = $4',
    [state, declineCode, atMs, reference],
  ]
}

function insertInto(table: string, row: Readonly<Record<string, Value>>): Statement {
  const names = Object.keys(row)
  const places = names.map((_, i) => `$${i + 1}`)
  return [
    `insert into flowlix_sandbox.${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  ]
}
