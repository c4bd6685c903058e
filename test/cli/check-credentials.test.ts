/** At startup, each acquirer is asked whether it accepts its credentials. */
import { describe, expect, it } from 'vitest'
import { checkCredentials } from '../../src/cli/acquirers/check-credentials.ts'
import { ConfigRefused } from '../../src/config/read-config.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import type { LogFields } from '../../src/ports/system.ts'
import { createAcquirer } from '../support/live-acquirer.ts'

type Check = NonNullable<Acquirer['check']>

const acquirer = (name: string, check?: Check): Acquirer => ({
  ...createAcquirer(),
  name,
  ...(check && { check }),
})

function recorded() {
  const warnings: LogFields[] = []
  const ignore = () => {}
  return {
    warnings,
    log: {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (fields: LogFields) => void warnings.push(fields),
    },
  }
}

const refusing: Check = async () => ({ kind: 'refused', reason: 'expired' })

describe('the check of credentials', () => {
  it('stops the start with all that are refused, each by the setting where they are', async () => {
    const acquirers = {
      live: [acquirer('stripe', refusing), acquirer('a module', refusing), acquirer('fine')],
      test: [acquirer('checkout', refusing)],
    }
    await expect(checkCredentials(acquirers, recorded().log)).rejects.toThrow(
      new ConfigRefused([
        'STRIPE_SECRET_KEY was rejected by stripe: expired',
        'LIVE_ACQUIRER was rejected by a module: expired',
        'CHECKOUT_TEST_SECRET_KEY was rejected by checkout: expired',
      ]),
    )
  })

  it('lets the gateway start if an acquirer is down or its adapter fails, and says so', async () => {
    const { log, warnings } = recorded()
    const down: Check = async () => ({ kind: 'unknown', cause: 'no connection' })
    const failing: Check = async () => {
      throw new TypeError('sk_live_1')
    }
    await checkCredentials({ live: [acquirer('stripe', down)], test: [acquirer('other', failing)] }, log)
    expect(warnings).toEqual([
      { mode: 'live', acquirer: 'stripe', cause: 'no connection' },
      { mode: 'test', acquirer: 'other', cause: 'the adapter failed (TypeError)' },
    ])
  })

  it('asks nothing of adapters that cannot check', async () => {
    const { log, warnings } = recorded()
    await checkCredentials({ live: [acquirer('a module')], test: [] }, log)
    expect(warnings).toEqual([])
  })
})
