/**
 * Whether the credentials are those of the account where an attempt was made. With those of another account, an acquirer
 * does not find it either, and money that was taken would count as never taken. So "not found" counts only once the acquirer
 * has found a payment that it must know: once for each account and process, because credentials do not change within one.
 * An acquirer whose list of payments is incomplete does not pass either.
 */

import { sandboxName } from '../core/card/test-cards.ts'
import { errorName } from '../core/error-name.ts'
import type { AttemptTerms, Clock, Log } from '../ports.ts'
import type { AskedAcquirer } from './acquirers.ts'

/** `no_payment`: there is nothing to ask about, so the account cannot be told from another one. */
export type Verdict = 'known' | 'no_payment' | 'missing' | 'unanswered'

/** What is said not to be there, and by what it was looked for. */
export type Sought = Pick<AttemptTerms, 'account' | 'startedAtMs' | 'handle' | 'acquirerTransactionId'>

/** A payment that the acquirer must know, because it has approved it. */
export type Control = Readonly<{ paymentId: string; terms: AttemptTerms }>

type Controls = Readonly<{
  /** Null if there is none. */
  find(): Promise<Control | null>
  /** Asks the acquirer. */
  ask(terms: AttemptTerms): Promise<Readonly<{ kind: string }>>
}>

type Tools = Readonly<{ clock: Clock; log: Log }>

/** After this long, a control payment is asked about again. */
const pauseMs = { missing: 60_000, unanswered: 15_000 } as const
const alarmPauseMs = 5 * 60_000

export class KnownAccounts {
  readonly #accounts = new Map<string, Account>()

  /** Never rejects. */
  async check(tools: Tools, asked: AskedAcquirer, sought: Sought, controls: Controls): Promise<Verdict> {
    // Its book is the gateway's own.
    if (asked.acquirer === sandboxName) return 'known'
    const account = this.#of(asked, sought)
    if (account.isKnownAt(sought.startedAtMs)) return 'known'
    try {
      const control = await controls.find()
      return control === null ? 'no_payment' : await account.verdict(tools, asked, control, controls)
    } catch (error) {
      tools.log.warn({ ...asked, cause: errorName(error) }, 'the account of an acquirer could not be checked')
      return 'unanswered'
    }
  }

  #of({ mode, acquirer }: AskedAcquirer, { account }: Sought): Account {
    const key = JSON.stringify([mode, acquirer, account])
    const known = this.#accounts.get(key) ?? new Account()
    this.#accounts.set(key, known)
    return known
  }
}

type Failure = Readonly<{ verdict: keyof typeof pauseMs; startedAtMs: number; untilMs: number }>

class Account {
  /** What began from then on is in the account of the credentials, because a payment from then is. */
  #knownFromMs = Number.POSITIVE_INFINITY
  #failure: Failure | null = null
  #asking: Promise<Verdict> | null = null
  #alarmFromMs = Number.NEGATIVE_INFINITY

  isKnownAt(startedAtMs: number): boolean {
    return startedAtMs >= this.#knownFromMs
  }

  /** A crash may leave a thousand attempts in doubt, and one question is enough for all of them. */
  async verdict(tools: Tools, asked: AskedAcquirer, control: Control, controls: Controls): Promise<Verdict> {
    // Others who waited may ask about other payments. To wait for all of them could take longer than a lease.
    for (const mayWait of [true, false]) {
      const verdict = this.#verdictOn(tools, control)
      if (verdict !== null) return verdict
      if (this.#asking === null) {
        this.#asking = this.#ask(tools, asked, control, controls)
        return this.#asking
      }
      if (mayWait) await this.#asking
    }
    return 'unanswered'
  }

  /** Null if the acquirer must be asked. */
  #verdictOn({ clock }: Tools, { terms: { startedAtMs } }: Control): Verdict | null {
    if (this.isKnownAt(startedAtMs)) return 'known'
    const failure = this.#failure
    if (failure === null || clock.monotonicMs() >= failure.untilMs) return null
    // The credentials may be those of the account in which newer payments were made.
    const isMissing = failure.verdict === 'missing'
    return isMissing && startedAtMs > failure.startedAtMs ? null : failure.verdict
  }

  async #ask(tools: Tools, asked: AskedAcquirer, control: Control, controls: Controls): Promise<Verdict> {
    const { kind } = await controls.ask(control.terms).finally(() => {
      this.#asking = null
    })
    const { startedAtMs } = control.terms
    if (kind !== 'not_found' && kind !== 'unknown') {
      this.#knownFromMs = startedAtMs
      return 'known'
    }
    const verdict = kind === 'not_found' ? 'missing' : 'unanswered'
    const nowMs = tools.clock.monotonicMs()
    this.#failure = { verdict, startedAtMs, untilMs: nowMs + pauseMs[verdict] }
    if (verdict === 'missing' && nowMs >= this.#alarmFromMs) {
      this.#alarmFromMs = nowMs + alarmPauseMs
      raiseAlarm(tools, asked, control)
    }
    return verdict
  }
}

function raiseAlarm({ log }: Tools, asked: AskedAcquirer, { paymentId, terms: { account } }: Control): void {
  log.error(
    { alarm: 'acquirer_account', ...asked, account, paymentId },
    'the acquirer does not find a payment that it has approved; are the credentials those of another account?',
  )
}
