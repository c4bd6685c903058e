/** The example adapter passes the suite that every adapter must pass, and a broken one does not. */
import { describe, expect, it } from 'vitest'
import {
  acquirerContract,
  type RefundTerms,
  type Subject,
} from '../../acquirer-contract/src/acquirer-contract.ts'
import { createAcquirer } from '../../examples/acquirer/memory-acquirer.ts'
import { subject } from '../../examples/acquirer/subject.ts'
import { brokenBy, failuresOf } from './broken-example.ts'

acquirerContract({ describe, it }, subject)

it('refuses live payments, because it moves no money', () => {
  expect(() => createAcquirer({ mode: 'live' })).toThrow('for test payments only')
})

describe('the contract', () => {
  it('finds nothing wrong with the example', async () => {
    expect(await failuresOf(subject)).toEqual([])
  })

  it.each<readonly [string, Subject, string]>([
    [
      'reads the card too late',
      brokenBy((acquirer) => ({
        authorize: async (...args: Parameters<typeof acquirer.authorize>) => {
          await Promise.resolve()
          return acquirer.authorize(...args)
        },
      })),
      'reads the card before it waits for anything',
    ],
    [
      'reports the wrong amount',
      brokenBy((acquirer) => ({
        authorize: async (...args: Parameters<typeof acquirer.authorize>) => ({
          ...(await acquirer.authorize(...args)),
          amountMinor: 1,
        }),
      })),
      'approves a good card for exactly the requested amount and currency',
    ],
    [
      'claims every reversal',
      brokenBy((acquirer) => ({
        reverseRefund: async (refund: RefundTerms) => {
          await acquirer.reverseRefund?.(refund, AbortSignal.timeout(1_000))
          return { kind: 'reversed' }
        },
      })),
      'is never claimed for a refund that was paid out',
    ],
    [
      'claims too much in its capabilities',
      brokenBy((acquirer) => ({
        capabilities: { ...acquirer.capabilities, attemptReversalIsTombstone: false },
      })),
      'is stopped by its reversal, if the capabilities say so',
    ],
  ])('notices an adapter that %s', async (_, broken, sentence) => {
    expect((await failuresOf(broken)).map((failure) => failure.sentence)).toContain(sentence)
  })
})
