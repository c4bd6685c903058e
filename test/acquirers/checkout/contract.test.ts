/** The adapter for Checkout.com passes the suite that every adapter must pass. */
import { describe, it } from 'vitest'
import { acquirerContract } from '../../../acquirer-contract/src/acquirer-contract.ts'
import { challengedPan, goodPan, openCheckout } from './checkout-world.ts'

const dayMs = 24 * 3_600_000
const refundDelayMs = 60_000
const restoredAfterMs = 11 * 60_000

acquirerContract(
  { describe, it },
  {
    name: 'the adapter for Checkout.com',
    approvedPan: goodPan,
    declinedPan: '4000000000000002',
    challengedPan,
    methodPan: null,
    canSettle: true,
    canDisconnect: true,
    tombstoneAfterMs: 18 * 60_000,
    canArriveLate: false,
    open: async () => {
      const world = await openCheckout({ captureDelayMs: dayMs, refundDelayMs, startMs: Date.now() })
      const { book } = world.standIn
      const reverse: typeof world.acquirer.reverse = async (attempt, signal) => {
        // The attempt is as old as it says, so what waits for its customer is as old.
        world.clock.nowMs = Math.max(world.clock.nowMs, Date.now() + attempt.ageMs)
        const answer = await world.acquirer.reverse(attempt, signal)
        // Only a database that was restored since can use the reference again.
        world.clock.nowMs += restoredAfterMs
        return answer
      }
      // By the time of an inquiry or a refund, what was approved is captured.
      const captured = <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) => {
        return (...args: Args): Answer => {
          book.captureAll()
          return ask(...args)
        }
      }
      const { inquire, refund } = world.acquirer
      const later = { inquire: captured(inquire), refund: captured(refund) }
      return {
        acquirer: { ...world.acquirer, reverse, ...later },
        passChallenge: async ({ url }) => {
          book.answerChallenge(new URL(url).pathname.slice('/3ds/'.length), true)
          return { 'cko-session-id': 'sid_example' }
        },
        settle: async () => book.captureAll(),
        finishRefunds: async () => {
          world.clock.nowMs += refundDelayMs
        },
        nowMs: () => world.clock.nowMs,
        disconnect: async () =>
          world.standIn.faults.inject(() => true, { kind: 'request_lost' }, Number.POSITIVE_INFINITY),
        close: () => world.standIn.close(),
      }
    },
  },
)
