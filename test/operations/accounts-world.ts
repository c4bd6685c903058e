/** An acquirer with several accounts, and processes with credentials of one of them. */
import type { Mode, Payment } from '../../src/core/payment/payment.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { checkAccount } from '../../src/operations/acquirer/ask-acquirer.ts'
import { KnownAccounts, type Sought, type Verdict } from '../../src/operations/acquirer/known-accounts.ts'
import type { PaymentRequest } from '../../src/operations/create-payment.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AttemptTerms } from '../../src/ports/acquirer.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import { approvedPan, inTime, session, submission, type World } from './operations-world.ts'

export const minuteMs = 60_000

/** `lose_request`: nothing arrives. `lose_answer`: the money is taken. */
type Fate = 'approve' | 'decline' | 'lose_request' | 'lose_answer'

/** An account, and the credentials for it. */
export class OwnAccount {
  readonly #book = createAcquirer()
  fate: Fate = 'approve'
  /** What it was asked about with inquiries, by reference. */
  readonly asked: AttemptTerms[] = []
  changes: Partial<Acquirer> = {}

  get acquirer(): Acquirer {
    return {
      ...this.#book,
      name: 'own',
      authorize: async (request, signal) => {
        if (this.fate === 'decline') return { kind: 'declined', declineCode: 'do_not_honor', country: null }
        const answer = this.fate === 'lose_request' ? null : await this.#book.authorize(request, signal)
        return this.fate === 'approve' && answer !== null ? answer : { kind: 'unknown', cause: 'lost' }
      },
      inquire: (attempt, signal) => {
        this.asked.push(attempt)
        return this.#book.inquire(attempt, signal)
      },
      ...this.changes,
    }
  }

  /** What has become of a charge. */
  async stateOf(reference: string): Promise<string> {
    return (await this.#book.inquire({ reference } as AttemptTerms, AbortSignal.abort())).kind
  }
}

/** A process that starts with these credentials. */
export function processWith(world: World, account: OwnAccount): World {
  const acquirers = { test: acquirersByName([account.acquirer]), live: acquirersByName([account.acquirer]) }
  return { ...world, gateway: { ...world.gateway, acquirers, accounts: new KnownAccounts() } }
}

/** A payment whose card was sent; `name` is that of the account, as attempts keep it. */
export async function charge(
  { gateway, ...world }: World,
  at: OwnAccount,
  fate: Fate,
  name: string | null = null,
  terms: Partial<PaymentRequest> = {},
): Promise<Payment> {
  at.fate = fate
  const { id } = await session({ ...world, gateway }, terms)
  const acquirer = { ...sandboxAcquirer, acquirer: 'own', account: name }
  const started = await submitCard(gateway, id, { ...submission(approvedPan), acquirer })
  if (started.kind !== 'started') throw new Error(started.kind)
  return inTime({ ...world, gateway }, started.outcome)
}

export function alarmsIn({ test }: World): readonly string[] {
  return test.logLines.filter((line) => line.includes('"alarm":"acquirer_account"'))
}

export function controlsAskedOf({ asked }: OwnAccount, control: Payment): readonly AttemptTerms[] {
  return asked.filter(({ reference }) => reference === control.attempts[0]?.reference)
}

/** What a process says about something that began then. */
export function verdictAt(
  { gateway }: World,
  startedAtMs: number,
  sought: Partial<Sought> = {},
  mode: Mode = 'test',
): Promise<Verdict> {
  const usual = { account: null, handle: null, acquirerTransactionId: null }
  return checkAccount(gateway, { mode, acquirer: 'own' }, { ...usual, startedAtMs, ...sought })
}
