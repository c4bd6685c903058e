/** At startup, each acquirer is asked about a payment that it has approved, to find credentials of another account. */
import { describe, expect, it } from 'vitest'
import type { InquiryAnswer } from '../../src/core/attempt/answers.ts'
import { acquirersByName } from '../../src/operations/acquirers.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { checkKnownPayments } from '../../src/operations/known-payments.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AttemptTerms } from '../../src/ports.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import {
  approvedPan,
  inTime,
  openWorldForEachTest,
  paid,
  session,
  submission,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const modes = ['live', 'test'] as const
const asked: AttemptTerms[] = []

function withOwn(answer: InquiryAnswer): Gateway {
  const authorize: Acquirer['authorize'] = async ({ reference, amountMinor, currency }) => ({
    ...{ kind: 'approved', acquirerTransactionId: 'tx_1', reference, amountMinor, currency, country: null },
  })
  const inquire: Acquirer['inquire'] = async (attempt) => {
    asked.push(attempt)
    return answer
  }
  const own = { ...createAcquirer(), name: 'own', authorize, inquire }
  const test = acquirersByName([own, world.test.app.sandbox.acquirer])
  return { ...world.gateway, acquirers: { test, live: acquirersByName([]) } }
}

async function payAt(gateway: Gateway): Promise<void> {
  const { id } = await session(world)
  const acquirer = { ...sandboxAcquirer, acquirer: 'own' }
  const started = await submitCard(gateway, id, { ...submission(approvedPan), acquirer })
  if (started.kind !== 'started') throw new Error(started.kind)
  await inTime(world, started.outcome)
}

const alarms = () => world.test.logLines.filter((line) => line.includes('"alarm":"acquirer_account"'))

describe('at the start of a gateway, an acquirer', () => {
  it.each([
    [{ kind: 'not_found' }, 1],
    [{ kind: 'reversed' }, 0],
    [{ kind: 'unknown', cause: 'no connection' }, 0],
  ] as const)(
    'that says %j about a payment that it has approved raises alarms: %d',
    async (answer, count) => {
      const gateway = withOwn(answer)
      await payAt(gateway)
      asked.length = 0
      await inTime(world, checkKnownPayments(gateway, modes))
      expect(asked).toMatchObject([{ acquirerTransactionId: 'tx_1' }])
      expect(alarms()).toHaveLength(count)
    },
  )

  it('without payments is asked nothing, and neither is the sandbox', async () => {
    await paid(world)
    asked.length = 0
    world.behave({
      inquire: async () => {
        throw new Error('asked')
      },
    })
    await checkKnownPayments(withOwn({ kind: 'not_found' }), modes)
    await checkKnownPayments(world.gateway, modes)
    expect([asked, alarms()]).toEqual([[], []])
  })

  it('does not keep the gateway from starting, even if the database fails', async () => {
    const storage = {
      listMerchants: async () => {
        throw new Error('away')
      },
    }
    await checkKnownPayments({ ...withOwn({ kind: 'not_found' }), storage: storage as never }, modes)
    expect(world.test.logLines.join('')).toContain('the account of the acquirers could not be checked')
  })
})
