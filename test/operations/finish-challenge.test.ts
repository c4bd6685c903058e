/** The customer comes back from the issuer to an acquirer that only now goes on: saved first, and asked once. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { InquiryAnswer } from '../../src/core/attempt/answers.ts'
import { changePayment } from '../../src/operations/change-payment.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import type { Acquirer, FinishChallengeRequest } from '../../src/ports/acquirer.ts'
import {
  approval,
  approvedPan,
  attemptOf,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

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

  async function challenged(
    finish: (request: FinishChallengeRequest) => Promise<InquiryAnswer>,
    more: Partial<Acquirer> = {},
  ) {
    const authorize = async () => challenge
    world.behave({ returnFields: ['token'], finishChallenge: finish, authorize, ...more })
    return (await paid(world)).id
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

  it('with a card number in one of its fields brings none of them', async () => {
    let seen: unknown
    const finish = async ({ returned }: FinishChallengeRequest) => {
      seen = returned
      return challenge
    }
    const id = await challenged(finish, { returnFields: ['token', 'note'] })
    const given = new Map([
      ['token', 'abc'],
      ['note', approvedPan],
    ])
    await inTime(world, finishChallenge(world.gateway, id, 1, given))
    expect(seen).toEqual({})
  })

  it('with as much as can be stored brings all of it', async () => {
    let seen: unknown
    const id = await challenged(async ({ returned }) => {
      seen = returned
      return challenge
    })
    const token = 'x'.repeat(8_192)
    await inTime(world, finishChallenge(world.gateway, id, 1, new Map([['token', token]])))
    expect(seen).toEqual({ token })
  })

  it.each([
    ['nothing that the adapter needs', { returnFields: ['token'] }],
    ['what an adapter does not need', { returnFields: undefined as never }],
  ])('with %s brings nothing', async (_, changes) => {
    const seen: unknown[] = []
    const id = await challenged(async ({ returned }) => {
      seen.push(returned)
      return challenge
    }, changes)
    await inTime(world, finishChallenge(world.gateway, id, 1, new Map([['junk', '1']])))
    expect(seen).toEqual([{}])
  })

  describe('does not reach the acquirer', () => {
    let times: number
    let id: string
    beforeEach(async () => {
      times = 0
      id = await challenged(async () => {
        times += 1
        return challenge
      })
    })
    const back = () => inTime(world, finishChallenge(world.gateway, id, 1, brought))

    it('if the outcome is known', async () => {
      const { reference } = attemptOf(await read(world, id))
      const answer = approval({ reference, amountMinor: 2_500 })
      await changePayment(world.gateway, id, { type: 'record_conclusive_answer', number: 1, answer })
      expect((await back())?.ending?.kind).toBe('succeeded')
      expect(times).toBe(0)
    })

    it('if it cannot be saved', async () => {
      world.port.fail('save', 'unavailable')
      await expect(back()).rejects.toThrow('away')
      expect(times).toBe(0)
    })

    it('if somebody else learns the outcome before a second return is saved: the customer sees it', async () => {
      await back()
      world.port.beforeNextSave(async () => {
        const { reference, amountMinor } = { ...attemptOf(await read(world, id)), amountMinor: 2_500 }
        const answer = approval({ reference, amountMinor })
        await changePayment(world.gateway, id, { type: 'record_conclusive_answer', number: 1, answer })
      })
      const second = finishChallenge(world.gateway, id, 1, new Map([['token', 'def']]))
      expect((await inTime(world, second))?.ending?.kind).toBe('succeeded')
      expect(times).toBe(1)
    })

    it('if the process slept past its lease while it was saved: a worker goes on', async () => {
      world.port.beforeNextSave(() => world.test.clock.advance(world.gateway.rules.leaseMs))
      const after = await back()
      expect([after && attemptOf(after).state, times]).toEqual(['challenged', 0])
      await work(world, 2_000)
      expect(times).toBeGreaterThan(0)
    })
  })
})
