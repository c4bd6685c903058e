/** What only a person can settle, and is therefore not compared in the end. The gateway says so of each. */
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Difference } from '../../../src/core/reconciliation/difference.ts'
import type { AcquirerWorld } from './acquirer-world.ts'

/** Both ends belong to it. `isOpen`: customers paid meanwhile. */
export type Mistake = Readonly<{ fromMs: number; toMs: number; isOpen: boolean }>

type End = Readonly<{
  world: AcquirerWorld
  payments: readonly Payment[]
  /** An older copy of the database was put back. */
  isRestored: boolean
  /** When the gateway had the keys of another account. */
  mistakes: readonly Mistake[]
}>

export type Aside = Readonly<{
  has(payment: Payment): boolean
  /** Of attempts and refunds. */
  references: ReadonlySet<string>
  /** Payments whose reference was charged twice, or in another account than ours says. */
  doubles: number
}>

export function putAside(end: End, differences: readonly Difference[]): Aside {
  const doubled = doublesIn(end, differences)
  const has = (payment: Payment) =>
    cannotBePaidBack(end, payment) ||
    isAstray(end, payment) ||
    isHeld(end, payment) ||
    doubled.has(payment.id)
  const known = new Set(end.payments.flatMap(referencesOf))
  // Of payments that were lost with the database.
  const strange = [...end.world.heldMinor().keys()].filter((reference) => !known.has(reference))
  return {
    has,
    references: new Set([
      ...end.payments
        .filter(has)
        .flatMap((payment) => [
          ...referencesOf(payment),
          ...payment.refunds.map(({ reference }) => reference),
        ]),
      ...strange.filter(end.world.refundHasFailed),
    ]),
    doubles: doubled.size,
  }
}

export function referencesOf({ attempts }: Payment): readonly string[] {
  return attempts.map(({ reference }) => reference)
}

/** The gateway has tried. */
function cannotBePaidBack({ world }: End, { attempts }: Payment): boolean {
  return attempts.some(({ state, reference }) => state === 'set_aside' && world.refundHasFailed(reference))
}

/** Charged in another account. */
function isAstray({ mistakes }: End, { attempts }: Payment): boolean {
  return attempts.some(({ startedAtMs: atMs }) =>
    mistakes.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs),
  )
}

/** Never charged, but what was approved just before it is in another account, so that its absence does not count. */
function isHeld({ world, mistakes }: End, { attempts }: Payment): boolean {
  const held = world.heldMinor()
  return (
    mistakes.some(({ isOpen }) => isOpen) &&
    attempts.some(({ state, reference }) => state === 'set_aside' && (held.get(reference) ?? 0) === 0)
  )
}

/**
 * By customers who paid again after a restore, when the acquirer had forgotten the first request, or in another account of the
 * merchant.
 */
function doublesIn({ isRestored }: End, differences: readonly Difference[]): ReadonlySet<string> {
  const doubles = differences.filter(
    ({ kind }) => isRestored && (kind === 'double' || kind === 'other_account'),
  )
  return new Set(doubles.flatMap(({ paymentId }) => (paymentId === null ? [] : [paymentId])))
}
