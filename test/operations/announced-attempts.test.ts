/** Attempts at an acquirer that is told of a charge before the card, that has limits, or that continues after the return. */
import { describe, expect, it } from 'vitest'
import type { InquiryAnswer } from '../../src/core/attempt/answers.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AuthorizeRequest, FinishChallengeRequest } from '../../src/ports.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import {
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

const approval = ({ reference, amountMinor }: Pick<AuthorizeRequest, 'reference' | 'amountMinor'>) =>
  ({
    kind: 'approved',
    acquirerTransactionId: 'tx1',
    reference,
    amountMinor,
    currency: 'eur',
    country: null,
  }) as const

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
    ['has a handle that looks like a card', async () => ({ kind: 'prepared', handle: approvedPan })],
  ])('that %s ends the attempt without a card', async (_, prepare) => {
    const { id } = await session(world)
    const { cards, outcome } = await start(id, prepare === undefined ? {} : { prepare })
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

describe('the return from the issuer', () => {
  const challenge = {
    kind: 'challenge',
    url: 'https://bank.example/1',
    method: 'GET',
    fields: {},
    country: null,
  } as const
  const brought = new Map([
    ['token', 'abc'],
    ['junk', '1'],
  ])

  async function challenged(finish: (request: FinishChallengeRequest) => Promise<InquiryAnswer>) {
    const { id } = await session(world)
    const changes: Partial<Acquirer> = {
      returnFields: ['token'],
      finishChallenge: finish,
      authorize: async () => challenge,
    }
    const { outcome } = await start(id, changes)
    await inTime(world, outcome)
    return id
  }

  it('may lead to a second challenge at another address, which is asked about when the customer is back from there', async () => {
    const second = { ...challenge, url: 'https://bank.example/2' }
    const answers: InquiryAnswer[] = [challenge, second, second]
    const id = await challenged(async ({ attempt }) => answers.shift() ?? approval(attempt))
    const seen: unknown[] = []
    for (let returns = 0; returns < 4; returns++) {
      const after = await inTime(world, finishChallenge(world.gateway, id, 1, brought))
      seen.push(after === null ? null : [attemptOf(after).challengeUrl, attemptOf(after).state])
    }
    expect(seen).toEqual([
      ['https://bank.example/1', 'challenged'],
      ['https://bank.example/2', 'challenged'],
      ['https://bank.example/2', 'challenged'],
      ['https://bank.example/2', 'approved'],
    ])
  })

  it('shows the customer who has passed the same challenge at another URL, and a worker learns the outcome', async () => {
    const another = { ...challenge, url: 'https://bank.example/2' }
    const id = await challenged(async () => another)
    await inTime(world, finishChallenge(world.gateway, id, 1, brought))
    expect(attemptOf(await read(world, id))).toMatchObject({ state: 'challenged', challengeUrl: another.url })
    let asked = 0
    world.behave({
      inquire: async (attempt) => (++asked < 3 ? another : approval(attempt)),
    })
    await work(world, 60_000)
    expect([(await read(world, id)).ending?.kind, asked]).toEqual(['succeeded', 3])
  })

  it('is saved before the acquirer continues, and only what the adapter needs', async () => {
    let saved: unknown
    const id = await challenged(async ({ attempt, returned }) => {
      saved = attemptOf(await read(world, id)).returned
      expect(returned).toEqual({ token: 'abc' })
      return approval(attempt)
    })
    const after = await inTime(world, finishChallenge(world.gateway, id, 1, brought))
    expect([after?.ending?.kind, saved]).toEqual(['succeeded', { token: 'abc' }])
  })

  it('is repeated by a worker if the acquirer did not answer', async () => {
    let times = 0
    const id = await challenged(async ({ attempt, returned }) => {
      times += 1
      expect(returned).toEqual({ token: 'abc' })
      return times < 3 ? { kind: 'unknown', cause: 'no answer' } : approval(attempt)
    })
    await inTime(world, finishChallenge(world.gateway, id, 1, brought))
    expect((await read(world, id)).ending).toBeNull()
    await work(world, 5_000)
    expect([(await read(world, id)).ending?.kind, times]).toEqual(['succeeded', 3])
  })

  it('with a card number, or with too much, brings nothing', async () => {
    const seen: unknown[] = []
    const id = await challenged(async ({ returned }) => {
      seen.push(returned)
      return challenge
    })
    for (const token of [approvedPan, 'x'.repeat(8_193), 'caf\u00e9'])
      await inTime(world, finishChallenge(world.gateway, id, 1, new Map([['token', token]])))
    expect(seen).toEqual([{}, {}, {}])
  })

  it('does not reach the acquirer if it cannot be saved', async () => {
    let times = 0
    const id = await challenged(async () => {
      times += 1
      return challenge
    })
    world.port.fail('save', 'unavailable')
    await expect(finishChallenge(world.gateway, id, 1, brought)).rejects.toThrow('away')
    expect(times).toBe(0)
  })
})
