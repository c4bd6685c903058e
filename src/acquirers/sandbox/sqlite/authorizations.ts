/** The book's page of authorizations: it reads and writes rows, without any rules. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type Authorization, type AuthorizationChange, paymentKeyOf } from '../book-store.ts'

const columns = `reference, amount_minor as amountMinor, currency, last4, country, payee, network, state,
  decline_code as declineCode, transaction_id as transactionId, challenge_id as challengeId,
  is_form as isForm, method_notification_url as methodNotificationUrl, method_completion as methodCompletion,
  approves_after_method as approvesAfterMethod, decline_after_challenge as declineAfterChallenge, refunds_fail as refundsFail, return_url as returnUrl,
  created_at_ms as createdAtMs`

export class Authorizations {
  readonly #find: StatementSync
  readonly #findChallenge: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(`select ${columns} from authorizations where reference = ?`)
    this.#findChallenge = db.prepare(`select ${columns} from authorizations where challenge_id = ?`)
    this.#insert =
      db.prepare(`insert into authorizations (reference, payment_key, amount_minor, currency, last4,
      country, payee, network, state, decline_code, transaction_id, challenge_id, is_form, method_notification_url,
      approves_after_method, decline_after_challenge, refunds_fail, return_url, created_at_ms, updated_at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#update = db.prepare(`update authorizations set state = coalesce(?, state),
      decline_code = coalesce(?, decline_code), transaction_id = coalesce(?, transaction_id),
      method_completion = coalesce(?, method_completion), updated_at_ms = ? where reference = ?`)
  }

  find(reference: string): Authorization | null {
    return fromRow(this.#find.get(reference))
  }

  findChallenge(challengeId: string): Authorization | null {
    return fromRow(this.#findChallenge.get(challengeId))
  }

  insert(one: Authorization): void {
    this.#insert.run(
      one.reference,
      paymentKeyOf(one.reference),
      one.amountMinor,
      one.currency,
      one.last4,
      one.country,
      one.payee,
      one.network,
      one.state,
      one.declineCode,
      one.transactionId,
      one.challengeId,
      one.isForm ? 1 : 0,
      one.methodNotificationUrl,
      one.approvesAfterMethod ? 1 : 0,
      one.declineAfterChallenge,
      one.refundsFail ? 1 : 0,
      one.returnUrl,
      one.createdAtMs,
      one.createdAtMs,
    )
  }

  change(reference: string, change: AuthorizationChange, atMs: number): void {
    const { state = null, declineCode = null, transactionId = null, methodCompletion = null } = change
    this.#update.run(state, declineCode, transactionId, methodCompletion, atMs, reference)
  }
}

function fromRow(row: Record<string, unknown> | undefined): Authorization | null {
  // The table's checks hold the values to these types.
  if (row === undefined) return null
  const is = (name: string): boolean => row[name] === 1
  const booleans = {
    refundsFail: is('refundsFail'),
    isForm: is('isForm'),
    approvesAfterMethod: is('approvesAfterMethod'),
  }
  return { ...row, ...booleans } as Authorization
}
