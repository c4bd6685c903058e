/** Bugs in the worker's loop. */
import type { Mutant } from './mutant.ts'

export const workerMutants: readonly Mutant[] = [
  {
    name: 'the worker ends after a round that failed',
    seedsMax: 500,
    edits: [
      {
        file: 'src/worker/run.ts',
        find: 'pauseMs = trouble.pauseAfter(error, options.intervalMs)',
        replace: 'throw error',
      },
    ],
  },
  {
    name: 'what is taken over is not leased',
    seedsMax: 500,
    edits: [
      {
        file: 'src/worker/places.ts',
        find: 'leaseMs: rules.leaseMs, limit',
        replace: 'leaseMs: 0, limit',
      },
    ],
  },
  {
    name: 'a worker takes over by the time at which it asked, before it was frozen',
    seedsMax: 500,
    wish: { storage: 'sqlite', shells: 'direct' },
    edits: [
      {
        file: 'src/worker/places.ts',
        find: 'return { nowMs: () => clock.nowMs(), leaseMs',
        replace: 'const askedAtMs = clock.nowMs()\n    return { nowMs: () => askedAtMs, leaseMs',
      },
    ],
  },
  {
    name: 'a silent acquirer is waited for with all patience',
    seedsMax: 3,
    wish: { world: 'crowd' },
    edits: [
      {
        file: 'src/operations/acquirer/patience.ts',
        find: 'const isSilent = this.#unansweredInARow >= silentMin',
        replace: 'if (wholeMs > 0) return wholeMs\n    const isSilent = this.#unansweredInARow >= silentMin',
      },
    ],
  },
  // Its inconclusive answers are refused all the same, and what it sends may be sent twice.
  {
    name: 'a worker goes on after another one has taken the payment over',
    seedsMax: null,
    edits: [
      {
        file: 'src/operations/advance-payment.ts',
        find: "if (result.kind !== 'changed' || result.payment.epoch !== epoch) return steps",
        replace: "if (result.kind !== 'changed') return steps",
      },
    ],
  },
]
