/** Saves: how they ended, how long they took, and how many shared a commit. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { Change, Creation, Storage } from '../ports/storage.ts'

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const writesBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
const failures: Readonly<Record<string, string>> = {
  StorageUnavailable: 'unavailable',
  CommitUnknown: 'commit_unknown',
}
const operations = ['create', 'save'] as const
type Operation = (typeof operations)[number]
const outcomes = ['saved', 'lost_race', 'idempotency_key_taken', ...Object.values(failures), 'fault']

type Saved = (saved: Creation | Change) => void

export function saveMetrics(registers: Registry[]) {
  const durations = new Histogram({
    name: 'flowlix_save_duration_seconds',
    help: 'How long a payment took to save, including the wait for its commit, by operation (create, save) and outcome.',
    labelNames: ['operation', 'outcome'],
    buckets: secondsBuckets,
    registers,
  })
  // So that the first failure is an increase.
  for (const operation of operations) for (const outcome of outcomes) durations.zero({ operation, outcome })
  const commitSeconds = new Histogram({
    name: 'flowlix_commit_duration_seconds',
    help: 'How long the writes of one commit and the commit itself took.',
    buckets: secondsBuckets,
    registers,
  })
  const commitWrites = new Histogram({
    name: 'flowlix_commit_writes',
    help: 'How many writes shared one commit.',
    buckets: writesBuckets,
    registers,
  })
  const claimed = new Counter({
    name: 'flowlix_worker_claimed_total',
    help: 'Payments that the worker of this process has taken over because they were due.',
    registers,
  })

  async function measured<Outcome extends string>(
    operation: Operation,
    saving: Promise<Outcome>,
    onSaved: () => void,
  ): Promise<Outcome> {
    const begunMs = performance.now()
    let outcome = 'fault'
    try {
      const result = await saving
      outcome = result
      if (result === 'saved') onSaved()
      return result
    } catch (error) {
      outcome = (error instanceof Error ? failures[error.name] : undefined) ?? outcome
      throw error
    } finally {
      durations.observe({ operation, outcome }, (performance.now() - begunMs) / 1_000)
    }
  }

  return {
    measured: (storage: Storage, saved: Saved): Storage => ({
      ...storage,
      create: (creation) => measured('create', storage.create(creation), () => saved(creation)),
      save: (change) => measured('save', storage.save(change), () => saved(change)),
      claimDue: async (claim) => {
        const payments = await storage.claimDue(claim)
        claimed.inc(payments.length)
        return payments
      },
    }),
    committed: (writes: number, tookMs: number): void => {
      commitWrites.observe(writes)
      commitSeconds.observe(tookMs / 1_000)
    },
  }
}
