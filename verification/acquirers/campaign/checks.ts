/** What must be true in the end: nothing is open, nothing was charged twice, and both books agree to the cent. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Difference } from '../../../src/core/reconciliation/difference.ts'
import { reconcileBooks } from '../../../src/operations/reconciliation/reconcile-books.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { AcquirerWorld } from './acquirer-world.ts'
import { type Mistake, putAside, referencesOf } from './aside.ts'
import type { Life } from './life.ts'

/** One sentence. */
export type Finding = string

type End = Readonly<{
  world: AcquirerWorld
  life: Life
  clock: TestClock
  folder: string
  logLines: readonly string[]
  payments: readonly Payment[]
  /** Every number that was entered. */
  pans: readonly string[]
  /** An older copy of the database was put back. */
  isRestored: boolean
  /** When the gateway had the keys of another account. */
  mistakes: readonly Mistake[]
}>

type Wrongs = Readonly<{ findings: readonly Finding[]; doubles: number }>

export async function findWrongs(end: End): Promise<Wrongs> {
  const { world, isRestored } = end
  const span = { mode: 'test', fromMs: 0, toMs: end.clock.nowMs() + 1 } as const
  const { differences, uncompared } = await reconcileBooks(end.life.app.app.gateway, span)
  const aside = putAside(end, differences)
  const payments = end.payments.filter((payment) => !aside.has(payment))
  const held = [...world.heldMinor()].filter(([reference]) => !aside.references.has(reference))
  const findings = [
    ...payments.flatMap(openParts),
    ...wrongMoney(payments, new Map(held)),
    ...uncompared.map(({ acquirer, why }) => `reconcile: ${acquirer} is ${why}`),
    ...differences
      .filter(({ reference }) => !aside.references.has(reference))
      .filter((difference) => !(isRestored && isForgottenChallenge(difference)))
      .map(({ kind, reference, proposal }) => `reconcile: ${reference} ${kind} (${proposal})`),
    ...world.violations().filter((violation) => !(isRestored && violation === usedAgain)),
    ...cardData(end),
    ...complaints(end),
  ]
  return { findings, doubles: aside.doubles }
}

/** Attempts that the copy does not know are numbered again. Their answers show that they are not new. */
const usedAgain = 'one key for two requests: /payments'

const settledAttempts = new Set(['approved', 'declined', 'not_sent', 'reversed', 'paid_back'])

/** What is not settled yet. */
export function openParts({ id, ending, attempts, refunds }: Payment): readonly Finding[] {
  return [
    ...(ending === null ? [`${id} has not ended`] : []),
    ...attempts
      .filter(({ state }) => !settledAttempts.has(state))
      .map(({ reference, state }) => `attempt ${reference} is ${state}`),
    ...refunds
      .filter(({ state }) => state !== 'succeeded' && state !== 'failed')
      .map(({ reference, state }) => `refund ${reference} is ${state}`),
  ]
}

function wrongMoney(payments: readonly Payment[], held: ReadonlyMap<string, number>): readonly Finding[] {
  const ours = new Set(payments.flatMap(referencesOf))
  const strange = [...held].filter(([reference, amount]) => !ours.has(reference) && amount > 0)
  return [
    ...strange.map(
      ([reference, amount]) => `the acquirer holds ${amount} of ${reference}, which nobody knows`,
    ),
    ...payments.flatMap((payment) => {
      const theirs = payment.attempts.reduce((sum, { reference }) => sum + (held.get(reference) ?? 0), 0)
      const expected = expectedMinor(payment)
      return theirs === expected ? [] : [`${payment.id}: the acquirer holds ${theirs}, we say ${expected}`]
    }),
  ]
}

function expectedMinor({ ending, amountMinor, refunds }: Payment): number {
  if (ending?.kind !== 'succeeded') return 0
  const paidBack = refunds.filter(({ state }) => state === 'succeeded')
  return amountMinor - paidBack.reduce((sum, refund) => sum + refund.amountMinor, 0)
}

/**
 * Stripe waits forever for a customer, and takes the money only if the gateway asks again. A copy from before the charge was
 * announced does not know it, and ends its attempt as not sent.
 */
function isForgottenChallenge({ kind, line }: Difference): boolean {
  return kind === 'in_doubt' && line?.state === 'challenged'
}

/** The number of a card is in one request to the acquirer, and nowhere else. */
function cardData({ world, folder, logLines, pans }: End): readonly Finding[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
  const log = logLines.join('\n')
  return pans.flatMap((pan) => {
    const requests = world.desk.log.containing(pan)
    const others = requests.filter(({ path }) => !world.takesCard(path))
    return [
      ...(requests.length > 1 ? [`a card number is in ${requests.length} requests`] : []),
      ...others.map(({ path }) => `a card number is in a request to ${path}`),
      ...(files.some((text) => text.includes(pan)) ? ['a card number is in a file'] : []),
      ...(log.includes(pan) ? ['a card number is in the log'] : []),
    ]
  })
}

/** No answer of an adapter surprises the gateway. */
function complaints({ logLines }: End): readonly Finding[] {
  return [...new Set(logLines.filter((line) => line.includes('an acquirer adapter ')))]
}
