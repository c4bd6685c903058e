/** The newest approved attempt of an account, by a walk along one index. */
import { sandboxName } from '../core/card/test-cards.ts'
import type { ApprovedQuery } from '../ports/storage.ts'
import type { Placeholder } from './statements.ts'

/** Where test and live payments share an account, as those without a name do, the walk passes over the other mode's. */
const walkMax = 1_000

/** Exported for the tests that ask the query planners. */
export function newestApprovedText(placeholder: Placeholder, hasAccount: boolean): string {
  const account = hasAccount ? `account = ${placeholder(5)}` : 'account is null'
  // The account is in the order for PostgreSQL, which would sort all that have none.
  return `select payment_id from (
      select payment_id from attempts
      where state = 'approved' and acquirer <> '${sandboxName}' and acquirer = ${placeholder(1)}
        and started_at_ms >= ${placeholder(2)} and started_at_ms <= ${placeholder(3)} and ${account}
      order by account desc, started_at_ms desc limit ${walkMax}
    ) approved
    where (select mode from payments where id = payment_id) = ${placeholder(4)} limit 1`
}

export function newestApprovedValues({ mode, acquirer, account, fromMs, toMs }: ApprovedQuery) {
  return [acquirer, fromMs, toMs, mode, ...(account === null ? [] : [account])]
}
