/** Attempts at an acquirer that is told of a charge before the card, or that has limits. */
import { describe, expect, it } from 'vitest'
import { changePayment } from '../../src/operations/change-payment.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AuthorizeRequest } from '../../src/ports/acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import {
  approval,
  approvedPan,
  attemptOf,
  inTime,
  openWorldForEachTest,
  read,
  session,
  submission,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

/** Begins with an announcement. */
async function start(
  id: string,
  changes: Partial<Acquirer>,
  acquirer = sandboxAcquirer,
  gateway = world.gateway,
) {
  const cards: AuthorizeRequest[] = []
  const authorize: Acquirer['authorize'] = async (request) => {
    cards.push(request)
    return approval(request)
  }
  world.behave({ prepare: async () => ({ kind: 'prepared', handle: 'pi_1' }), authorize, ...changes })
  const own = { ...acquirer, mustPrepare: true }
  const started = await submitCard(gateway, id, { ...submission(approvedPan), acquirer: own })
  if (started.kind !== 'started') throw new Error(`the attempt was not started: ${started.kind}`)
  return { cards, outcome: started.outcome }
}

describe('an announced charge', () => {
  it('tells the adapter, when it asks before its next request, that the process has slept', async () => {
    const { id } = await session(world)
    const asked: boolean[] = []
    const { outcome } = await start(id, {
      authorize: async ({ isLate }) => {
        asked.push(isLate())
        world.test.clock.jump(world.gateway.rules.leaseMs)
        asked.push(isLate())
        return { kind: 'not_sent' }
      },
    })
    await inTime(world, outcome)
    expect(asked).toEqual([false, true])
  })

  it('has its handle saved before the card is sent, and later requests name it', async () => {
    const { id } = await session(world)
    let saved: string | null | undefined
    const { outcome } = await start(id, {
      authorize: async (request) => {
        saved = attemptOf(await read(world, id)).handle
        expect(request.handle).toBe('pi_1')
        return { kind: 'unknown', cause: 'no answer' }
      },
    })
    await inTime(world, outcome)
    expect(saved).toBe('pi_1')
    const handles: (string | null)[] = []
    world.behave({
      inquire: async (attempt) => {
        handles.push(attempt.handle)
        return approval(attempt)
      },
    })
    await work(world, 2_000)
    expect([(await read(world, id)).ending?.kind, handles]).toEqual(['succeeded', ['pi_1']])
  })

  it('names the account and what the card statement should say', async () => {
    const { id } = await session(world)
    const prepare: Acquirer['prepare'] = async (request) => {
      expect(request).toMatchObject({ account: 'acct_1', amountMinor: 2_500, statementName: 'TEST SHOP' })
      return { kind: 'prepared', handle: 'pi_1' }
    }
    const { cards, outcome } = await start(id, { prepare }, { ...sandboxAcquirer, account: 'acct_1' })
    expect((await inTime(world, outcome)).ending?.kind).toBe('succeeded')
    expect(cards).toMatchObject([{ account: 'acct_1', handle: 'pi_1' }])
  })

  it.each<[string, Acquirer['prepare']]>([
    ['was refused', async () => ({ kind: 'not_sent', cause: 'HTTP 401' })],
    ['was not answered', () => new Promise(() => {})],
    ['the adapter cannot make', undefined],
    ['has a handle that looks like a card', async () => ({ kind: 'prepared', handle: approvedPan })],
  ])('that %s ends the attempt without a card', async (_, prepare) => {
    const { id } = await session(world)
    const { cards, outcome } = await start(id, { prepare: prepare as never })
    expect(attemptOf(await inTime(world, outcome)).state).toBe('not_sent')
    expect(cards).toEqual([])
  })

  it.each(['unavailable', 'unknown_done', 'unknown_undone'] as const)(
    'whose handle may not be saved ends the attempt without a card (%s)',
    async (fault) => {
      const { id } = await session(world)
      const prepare: Acquirer['prepare'] = async () => {
        world.port.fail('save', fault)
        return { kind: 'prepared', handle: 'pi_1' }
      }
      const { cards, outcome } = await start(id, { prepare })
      expect(attemptOf(await inTime(world, outcome)).state).toBe('not_sent')
      expect(cards).toEqual([])
    },
  )

  it('of an attempt that has ended meanwhile ends without a card', async () => {
    const { id } = await session(world)
    const prepare: Acquirer['prepare'] = async () => {
      await changePayment(world.gateway, id, {
        type: 'record_answer',
        number: 1,
        answer: { kind: 'not_sent' },
      })
      return { kind: 'prepared', handle: 'pi_1' }
    }
    const { cards, outcome } = await start(id, { prepare })
    expect(attemptOf(await inTime(world, outcome)).state).toBe('not_sent')
    expect(cards).toEqual([])
  })

  it('whose sender died is closed by a worker, which asks nobody', async () => {
    const { id } = await session(world)
    const late = Promise.withResolvers<{ kind: 'prepared'; handle: string }>()
    let asked = 0
    const changes: Partial<Acquirer> = {
      prepare: () => late.promise,
      inquire: async () => {
        asked += 1
        return { kind: 'not_found' }
      },
    }
    const settings = { ...world.gateway.settings, inquiryTimeoutMs: 600_000 }
    const patient = { ...world.gateway, settings }
    const { cards, outcome } = await start(id, changes, sandboxAcquirer, patient)
    await work(world, world.gateway.rules.leaseMs + 1_000)
    expect(attemptOf(await read(world, id)).state).toBe('not_sent')
    late.resolve({ kind: 'prepared', handle: 'pi_1' })
    expect(attemptOf(await inTime(world, outcome)).state).toBe('not_sent')
    expect([asked, cards]).toEqual([0, []])
  })
})

describe('limits of the acquirer', () => {
  it.each<[string, Acquirer['limits'], string]>([
    ['too small', { eur: { minMinor: 2_501, maxMinor: 9_999 } }, 'invalid_amount'],
    ['too large', { eur: { minMinor: 1, maxMinor: 2_499 } }, 'invalid_amount'],
    ['in a currency that it does not take', { usd: { minMinor: 1, maxMinor: 9_999 } }, 'invalid_currency'],
  ])('decline an amount that is %s, before anything is sent', async (_, limits, declineCode) => {
    const { id } = await session(world)
    const prepare: Acquirer['prepare'] = () => Promise.reject(new Error('nothing may be announced'))
    const { cards, outcome } = await start(id, { prepare, ...(limits && { limits }) })
    expect(attemptOf(await inTime(world, outcome))).toMatchObject({ state: 'declined', declineCode })
    expect(cards).toEqual([])
  })

  it('let an amount at their edge pass', async () => {
    const { id } = await session(world)
    const { outcome } = await start(id, { limits: { eur: { minMinor: 2_500, maxMinor: 2_500 } } })
    expect((await inTime(world, outcome)).ending?.kind).toBe('succeeded')
  })
})
