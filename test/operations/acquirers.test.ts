/** Who processes a new attempt or a refund, and what the gateway says if nobody can. */
import { describe, expect, it } from 'vitest'
import {
  AcquirerNotConfigured,
  AcquirerUnavailable,
  acquirersByName,
  chooseAcquirer,
  requireAcquirer,
} from '../../src/operations/acquirer/acquirers.ts'
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

describe('a refund', () => {
  openWorldForEachTest()

  it('is accepted only while the acquirer that holds the money is configured', () => {
    const asked = (name: string) => errorOf(() => requireAcquirer(world.gateway, 'test', name))
    expect(asked('sandbox')).toBeNull()
    expect(asked('stripe')).toEqual(new AcquirerNotConfigured('test', 'stripe'))
  })
})
