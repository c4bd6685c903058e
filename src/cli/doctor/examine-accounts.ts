/** Whether the credentials belong to the accounts where payments were made. */
import type { App } from '../../app/app.ts'
import type { Config } from '../../config/read-config.ts'
import { type CheckedAccount, checkAccounts } from '../../operations/acquirer/check-accounts.ts'
import { modesWithAcquirers } from '../serve.ts'
import type { Findings } from './findings.ts'

type ByVerdict = Readonly<
  Record<CheckedAccount['verdict'], readonly [level: 'ok' | 'warning' | 'problem', text: string]>
>

const texts: ByVerdict = {
  known: ['ok', 'it finds a payment that it approved, so the credentials belong to the right account'],
  no_payment: ['ok', 'it has not approved a payment yet, so its account cannot be checked'],
  missing: [
    'problem',
    'it does not find a payment that it approved, so the credentials may belong to another account',
  ],
  unanswered: ['warning', 'it could not be asked about a payment that it approved'],
}

export async function examineAccounts(
  { gateway }: Pick<App, 'gateway'>,
  config: Pick<Config, 'testAcquirers'>,
  findings: Findings,
): Promise<void> {
  // What is in the log as an alarm is said below.
  const log = { ...findings.log(), error: () => {} }
  for (const one of await checkAccounts({ ...gateway, log }, modesWithAcquirers(config))) {
    const { mode, acquirer, account, verdict } = one
    const [level, text] = texts[verdict]
    findings[level](`${acquirer} (${account === null ? mode : `${mode}, account ${account}`}): ${text}.`)
  }
}
