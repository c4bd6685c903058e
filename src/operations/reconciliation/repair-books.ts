/**
 * Repairs by rule those differences between the books that a program may repair. Each repair reads the payment again and
 * depends on no other repair. One that fails is found again by the next run.
 */

import type { Mode } from '../../core/payment/payment.ts'
import type { Difference } from '../../core/reconciliation/difference.ts'
import type { Gateway } from '../gateway.ts'
import { adopt } from './adopt-line.ts'
import { reverseSetAside } from './reverse-set-aside.ts'
import { takeBack } from './take-back.ts'

export type Repaired = Difference & Readonly<{ result: 'adopted' | 'reversed' | 'left' }>

/** `left`: not a difference that a program may repair, or the acquirer's answer did not allow it. */
export async function repairDifference(
  gateway: Gateway,
  mode: Mode,
  difference: Difference,
): Promise<Repaired> {
  return { ...difference, result: await tryRepair(gateway, mode, difference) }
}

async function tryRepair(gateway: Gateway, mode: Mode, difference: Difference): Promise<Repaired['result']> {
  switch (difference.proposal) {
    case 'adopt':
      return (await adopt(gateway, mode, difference)) ? 'adopted' : 'left'
    case 'reverse': {
      const isSetAside = difference.kind === 'set_aside'
      const undone = isSetAside ? reverseSetAside(gateway, difference) : takeBack(gateway, mode, difference)
      return (await undone) ? 'reversed' : 'left'
    }
    default:
      return 'left'
  }
}
