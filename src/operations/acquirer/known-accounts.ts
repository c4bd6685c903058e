/**
 * Whether the credentials are those of the account where an attempt was made. With those of another account, an acquirer
 * does not find it either, and money that was taken would count as never taken. So "not found" counts only once the acquirer
 * has found a payment that it must know: the newest one from before, which is asked about once in each process, because
 * credentials do not change within one. An acquirer whose list of payments is incomplete does not pass either.
 */

import { sandboxName } from '../../core/card/test-cards.ts'
import { errorName } from '../../core/error-name.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { Clock, Log } from '../../ports/system.ts'
import type { AskedAcquirer } from './acquirers.ts'

/** `no_payment`: there is nothing to ask about, so the account cannot be told from another one. */
export type Verdict = 'known' | 'no_payment' | 'missing' | 'unanswered'

/** What was not found, and what it was looked up by. */
export type Sought = Pick<AttemptTerms, 'account' | 'startedAtMs' | 'handle' | 'acquirerTransactionId'>

/** A payment that the acquirer must know, because it has approved it. */
export type Control = Readonly<{ paymentId: string; terms: AttemptTerms }>

type ControlSource = Readonly<{
  /** Null if there is none. */
  find(): Promise<Control | null>
  /** Asks the acquirer. */
  ask(terms: AttemptTerms): Promise<Readonly<{ kind: string }>>
}>

type Tools = Readonly<{ clock: Clock; log: Log }>

/** After this long, it is asked again. */
const pauseMs = { missing: 60_000, unanswered: 15_000 } as const
const alarmPauseMs = 5 * 60_000

export class KnownAccounts {
  readonly #accounts = new Map<string, Account>()

  /** Never rejects. */
  async check(tools: Tools, asked: AskedAcquirer, sought: Sought, source: ControlSource): Promise<Verdict> {
    // Its book is the gateway's own.
    if (asked.acquirer === sandboxName) return 'known'
    try {
      const control = await source.find()
      if (control === null) return 'no_payment'
      return await this.#of(asked, sought).verdict(tools, asked, control, source)
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

type Kept = Readonly<{ verdict: 'known' | 'missing'; untilMs: number }>

/** Those that are asked about again and again are among the newest. */
const keptMax = 1_000

class Account {
  /** By control. One that is found says nothing about the next: the credentials may have been others in between. */
  readonly #kept = new Map<string, Kept>()
  readonly #asking = new Map<string, Promise<Verdict>>()
  #unansweredUntilMs = Number.NEGATIVE_INFINITY
  #alarmFromMs = Number.NEGATIVE_INFINITY

  /** A crash may leave a thousand attempts in doubt, and one question is enough for all that have the same control. */
  verdict(
    tools: Tools,
    asked: AskedAcquirer,
    control: Control,
    source: ControlSource,
  ): Promise<Verdict> | Verdict {
    const key = nameOf(control)
    const nowMs = tools.clock.monotonicMs()
    const kept = this.#kept.get(key)
    if (kept !== undefined && nowMs < kept.untilMs) return kept.verdict
    if (nowMs < this.#unansweredUntilMs) return 'unanswered'
    const asking = this.#asking.get(key)
    if (asking !== undefined) return asking
    const question = source
      .ask(control.terms)
      .then(({ kind }) => this.#note(tools, asked, control, kind))
      .finally(() => this.#asking.delete(key))
    this.#asking.set(key, question)
    return question
  }

  #note(tools: Tools, asked: AskedAcquirer, control: Control, kind: string): Verdict {
    const nowMs = tools.clock.monotonicMs()
    if (kind === 'unknown') {
      this.#unansweredUntilMs = nowMs + pauseMs.unanswered
      return 'unanswered'
    }
    const verdict = kind === 'not_found' ? 'missing' : 'known'
    this.#keep(nameOf(control), {
      verdict,
      untilMs: verdict === 'known' ? Infinity : nowMs + pauseMs.missing,
    })
    if (verdict === 'missing' && nowMs >= this.#alarmFromMs) {
      this.#alarmFromMs = nowMs + alarmPauseMs
      raiseAlarm(tools, asked, control)
    }
    return verdict
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptMax) break
      this.#kept.delete(oldest)
    }
  }
}

/** With what it is asked by: an ID may be found where a search is broken. */
function nameOf({ paymentId, terms: { handle, acquirerTransactionId } }: Control): string {
  return `${paymentId} ${handle ?? ''} ${acquirerTransactionId ?? ''}`
}

function raiseAlarm({ log }: Tools, asked: AskedAcquirer, { paymentId, terms: { account } }: Control): void {
  log.error(
    { alarm: 'acquirer_account', ...asked, account, paymentId },
    'the acquirer does not find a payment that it approved: do the credentials belong to another account?',
  )
}
