/** Whether the credentials belong to the accounts where payments were made. */
import type { App } from '../../app.ts'
import type { Config } from '../../config/read-config.ts'
import { type CheckedAccount, checkKnownPayments } from '../../operations/known-payments.ts'
import { modesWithAcquirers } from '../serve.ts'
import type { Findings } from './findings.ts'

type ByVerdict = Readonly<
  Record<CheckedAccount['verdict'], readonly [level: 'ok' | 'warning' | 'problem', text: string]>
>

const texts: ByVerdict = {
  known: ['ok', 'it finds a payment that it has approved, so the credentials are those of its account'],
  no_payment: ['ok', 'there is no payment yet that shows whether the credentials are those of its account'],
  missing: [
    'problem',
    'it does not find a payment that it has approved, so the credentials may be those of another account',
  ],
  unanswered: ['warning', 'it could not be asked about a payment that it has approved'],
}

export async function examineAccounts(
  { gateway }: Pick<App, 'gateway'>,
  config: Pick<Config, 'testAcquirers'>,
  findings: Findings,
): Promise<void> {
  // What is in the log as an alarm is said below.
  const log = { ...findings.log(), error: () => {} }
  for (const one of await checkKnownPayments({ ...gateway, log }, modesWithAcquirers(config))) {
    const { mode, acquirer, account, verdict } = one
    const [level, text] = texts[verdict]
    findings[level](`${acquirer} (${account === null ? mode : `${mode}, account ${account}`}): ${text}.`)
  }
}
