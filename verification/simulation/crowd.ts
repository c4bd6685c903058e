/**
 * Hundreds of payments in doubt at once: every customer learns in time how the payment ends, and sessions expire in time,
 * although the acquirer says nothing.
 */
import { type Attempt, blocksNextAttempt } from '../../src/core/attempt/attempt.ts'
import { type Payment, sessionEndMs } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import type { OurBook } from './our-book.ts'
import { epochMs, type World } from './world.ts'

export const crowdSize = 500

const lookEveryMs = 10_000
/** Between two rounds of a worker that has nothing to do. */
const lateMs = 60_000

export async function watchCrowd(world: World, ours: OurBook): Promise<void> {
  const { kernel } = world
  let unsureMax = 0
  while (world.isHostile) {
    await kernel.wait(lookEveryMs, 'somebody counts who is unsure')
    const payments = [...ours.payments.values()]
    unsureMax = Math.max(unsureMax, payments.filter(isUnsure).length)
    for (const payment of payments) checkPunctual(world, payment)
  }
  if (unsureMax >= crowdSize / 4) world.count('crowd_was_unsure')
}

function isUnsure({ ending, attempts }: Payment): boolean {
  return ending === null && attempts.some(blocksNextAttempt)
}

function checkPunctual(world: World, payment: Payment): void {
  const { id, ending, attempts } = payment
  if (ending !== null) return
  const nowMs = epochMs + world.kernel.nowMs
  const running = attempts.find(blocksNextAttempt)
  const dueMs =
    running === undefined ? sessionEndMs(payment) : sentAtMs(running) + productionRules.decideAfterMs
  const isChallenge = running?.state === 'challenged'
  world.must(
    isChallenge || nowMs <= dueMs + lateMs,
    `${id} is ${running?.state ?? 'open'} ${Math.round((nowMs - dueMs) / 1_000)} s after it had to end`,
  )
}

/** What continues after the issuer's method is sent then, which is the last moment of the method at the latest. */
function sentAtMs({ startedAtMs, methodCompletion, challengeExpiresAtMs }: Attempt): number {
  return methodCompletion === null ? startedAtMs : (challengeExpiresAtMs ?? startedAtMs)
}
