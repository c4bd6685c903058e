/** The keys, prefix, and channel of another Checkout.com account: what was charged at the old one is not given up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../../src/acquirers/checkout/checkout.ts'
import { tokenIsDeadAfterMs } from '../../../src/acquirers/checkout/reverse.ts'
import type { Attempt } from '../../../src/core/attempt/attempt.ts'
import { acquirersByName } from '../../../src/operations/acquirer/acquirers.ts'
import { askAcquirer } from '../../../src/operations/acquirer/ask-acquirer.ts'
import { checkAccounts } from '../../../src/operations/acquirer/check-accounts.ts'
import { KnownAccounts } from '../../../src/operations/acquirer/known-accounts.ts'
import { inquire, reverse } from '../../../src/operations/acquirer/questions.ts'
import { attemptTerms } from '../../../src/operations/acquirer/terms.ts'
import type { Gateway } from '../../../src/operations/gateway.ts'
import { submitCard } from '../../../src/operations/submit-card.ts'
import type { Acquirer } from '../../../src/ports/acquirer.ts'
import { standInAccess } from '../../../verification/acquirers/checkout/access.ts'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import {
  attemptOf,
  openWorldForEachTest,
  session,
  submission,
  world,
} from '../../operations/operations-world.ts'
import { sandboxAcquirer } from '../../support/payments.ts'
import { type CheckoutWorld, goodPan, openCheckout } from './checkout-world.ts'

openWorldForEachTest()

const otherAccess = {
  secretKey: 'sk_sbox_anothersecret',
  publicKey: 'pk_sbox_anotherpublic',
  prefix: 'another0',
  channel: 'pc_another',
} as const

let own: CheckoutWorld
let other: CheckoutWorld
/** With the credentials of the other account. */
let theirs: Acquirer
beforeEach(async () => {
  const startMs = world.test.clock.nowMs()
  own = await openCheckout({ startMs })
  other = await openCheckout({ startMs })
  other.standIn.replaceKeys(otherAccess)
  theirs = createCheckout({
    ...{ ...other.standIn.access, ...otherAccess, livemode: false, proxy: null },
    ...{ log: world.gateway.log, nowMs: () => other.clock.nowMs },
  })
})
afterEach(async () => {
  await own.standIn.close()
  await other.standIn.close()
})

/** A process that starts with the credentials of this account. */
function processWith(acquirer: Acquirer): Gateway {
  const acquirers = { test: acquirersByName([acquirer]), live: acquirersByName([]) }
  return { ...world.gateway, acquirers, accounts: new KnownAccounts() }
}

async function charge(): Promise<Attempt> {
  const { id } = await session(world)
  const acquirer = { ...sandboxAcquirer, acquirer: 'checkout', account: standInAccess.channel }
  const started = await submitCard(processWith(own.acquirer), id, { ...submission(goodPan), acquirer })
  if (started.kind !== 'started') throw new Error(started.kind)
  return attemptOf(await started.outcome)
}

async function pass(durationMs: number): Promise<void> {
  await world.test.clock.advance(durationMs)
  for (const { clock } of [own, other]) clock.nowMs += durationMs
}

const asked = { mode: 'test', acquirer: 'checkout' } as const
const terms = (attempt: Attempt) =>
  attemptTerms(world.gateway, { amountMinor: 2_500, currency: 'eur' }, attempt)

describe('a payment whose answer was lost', () => {
  let attempt: Attempt
  beforeEach(async () => {
    expect(await charge()).toMatchObject({ state: 'approved' })
    await pass(60_000)
    own.standIn.faults.inject(on('POST', /^\/payments$/), { kind: 'answer_lost' })
    attempt = await charge()
    expect(attempt).toMatchObject({ state: 'unknown' })
    await pass(tokenIsDeadAfterMs)
  })

  it('is neither missing nor reversed, although another account has nothing of it', async () => {
    const { signal } = new AbortController()
    expect(await theirs.inquire(terms(attempt), signal)).toEqual({ kind: 'not_found' })
    expect(await theirs.reverse(terms(attempt), signal)).toEqual({ kind: 'reversed' })
    const unknown = { kind: 'unknown', cause: 'the acquirer does not find a payment that it has approved' }
    const gateway = processWith(theirs)
    expect(await askAcquirer(gateway, asked, inquire(terms(attempt)))).toEqual(unknown)
    expect(await askAcquirer(gateway, asked, reverse(terms(attempt)))).toEqual(unknown)
  })

  it('is found with the credentials of its account', async () => {
    const gateway = processWith(own.acquirer)
    expect(await askAcquirer(gateway, asked, inquire(terms(attempt)))).toMatchObject({ kind: 'approved' })
    const never = { ...terms(attempt), reference: `${attempt.reference}9` }
    expect(await askAcquirer(gateway, asked, inquire(never))).toEqual({ kind: 'not_found' })
    expect(await askAcquirer(gateway, asked, reverse(never))).toEqual({ kind: 'reversed' })
  })

  it('is in the same account as others, which shows at the start', async () => {
    const verdicts = async (acquirer: Acquirer) => checkAccounts(processWith(acquirer), ['test'])
    expect(await verdicts(own.acquirer)).toMatchObject([{ account: standInAccess.channel, verdict: 'known' }])
    expect(await verdicts(theirs)).toMatchObject([{ account: standInAccess.channel, verdict: 'missing' }])
  })
})
