/** Who processes a new attempt or a refund, and what the gateway says if nobody can. */
import { describe, expect, it } from 'vitest'
import type { Mode } from '../../src/core/payment/payment.ts'
import {
  AcquirerNotConfigured,
  AcquirerUnavailable,
  acquirersByName,
  chooseAcquirer,
  requireAcquirer,
} from '../../src/operations/acquirer/acquirers.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { openWorldForEachTest, world } from './operations-world.ts'

const nobody = { acquirers: { test: acquirersByName([]), live: acquirersByName([]) } }
const merchantOf = (name: string) => ({
  ...{ testAcquirer: name, testAccount: null },
  ...{ liveAcquirer: name, liveAccount: null },
})

function errorOf(work: () => unknown): unknown {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
  return null
}

describe('a new attempt is refused', () => {
  it('if its mode has no acquirer', () => {
    expect(errorOf(() => chooseAcquirer(nobody, 'live', null))).toEqual(
      new AcquirerNotConfigured('live', null),
    )
  })

  it.each([
    ['test', 'stripe'],
    ['live', 'stripe'],
    ['live', 'sandbox'],
  ] as const)("in %s mode if its merchant's acquirer %s is not configured", (mode, name) => {
    const thrown = errorOf(() => chooseAcquirer(nobody, mode, merchantOf(name)))
    expect(thrown).toBeInstanceOf(AcquirerNotConfigured)
    expect(String(thrown)).toContain(`the acquirer "${name}" is not configured for ${mode} payments`)
  })

  it.each([
    ['by default', null],
    ['by choice of the merchant', merchantOf('sandbox')],
  ])('for now if it would go to the sandbox %s, which cannot open its database', (_, merchant) => {
    expect(errorOf(() => chooseAcquirer(nobody, 'test', merchant))).toBeInstanceOf(AcquirerUnavailable)
  })
})

describe('a new attempt goes', () => {
  const named = (name: string, changes: Partial<Acquirer> = {}) => ({ ...createAcquirer(), name, ...changes })
  const acquirers = {
    test: acquirersByName([named('own'), named('other')]),
    live: acquirersByName([
      named('own'),
      named('other', { prepare: async () => ({ kind: 'not_sent', cause: '' }) }),
    ]),
  }

  it('to the acquirer that its merchant has for its mode, or else to the default', () => {
    const merchant = {
      ...{ testAcquirer: 'other', testAccount: 'acct_test' },
      ...{ liveAcquirer: null, liveAccount: null },
    }
    expect(chooseAcquirer({ acquirers }, 'test', merchant)).toMatchObject({
      acquirer: 'other',
      account: 'acct_test',
    })
    expect(chooseAcquirer({ acquirers }, 'live', merchant)).toMatchObject({ acquirer: 'own', account: null })
  })

  it('to its acquirer without its card first, if the acquirer wants to know of it before', () => {
    const choose = (mode: Mode) => chooseAcquirer({ acquirers }, mode, merchantOf('other')).mustPrepare
    expect([choose('test'), choose('live')]).toEqual([false, true])
  })
})

describe('a refund', () => {
  openWorldForEachTest()

  it('is accepted only while the acquirer that holds the money is configured', () => {
    const asked = (name: string) => errorOf(() => requireAcquirer(world.gateway, 'test', name))
    expect(asked('sandbox')).toBeNull()
    expect(asked('stripe')).toEqual(new AcquirerNotConfigured('test', 'stripe'))
  })
})
