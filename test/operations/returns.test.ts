/** Browsers that come back from an issuer again and again: the acquirer is asked about it only as often as customers need. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { InquiryAnswer } from '../../src/core/attempt/answers.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import {
  attemptOf,
  challengePan,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const url = 'https://bank.example/1'
const stillChallenged = { kind: 'challenge', url, method: 'GET', fields: {}, country: null } as const

let asked: number
let asking: number
let askingMax: number
beforeEach(() => {
  asked = 0
  asking = 0
  askingMax = 0
})

/** Each question takes a second. */
async function answer(): Promise<InquiryAnswer> {
  asked += 1
  asking += 1
  askingMax = Math.max(askingMax, asking)
  await world.test.clock.sleep(1_000)
  asking -= 1
  return stillChallenged
}

const waysToAsk = {
  'that continues after the return': { returnFields: ['token'], finishChallenge: answer },
  'that is only asked': { inquire: answer },
}

async function challenged(way: keyof typeof waysToAsk): Promise<string> {
  const { id } = await paid(world, challengePan)
  world.behave(waysToAsk[way])
  return id
}

const back = (id: string, token = 'abc') => finishChallenge(world.gateway, id, 1, new Map([['token', token]]))

describe.each(Object.keys(waysToAsk) as (keyof typeof waysToAsk)[])('an acquirer %s', (way) => {
  it('is asked once about fifty simultaneous returns, and all of them learn the outcome', async () => {
    const id = await challenged(way)
    const returns = Promise.all(Array.from({ length: 50 }, () => back(id)))
    const seen = await inTime(world, returns)
    expect(asked).toBe(1)
    const after = await read(world, id)
    expect(seen.map((payment) => payment?.version)).toEqual(seen.map(() => after.version))
  })

  it('is asked about each of the first ten returns, and then at most every two seconds', async () => {
    const id = await challenged(way)
    for (let count = 0; count < 30; count++) await inTime(world, back(id))
    expect(asked).toBe(10)
    await world.test.clock.advance(2_000)
    for (let count = 0; count < 10; count++) await inTime(world, back(id))
    expect(asked).toBe(11)
  })

  it('is asked about a customer whatever others do', async () => {
    const [id, other] = [await challenged(way), await challenged(way)]
    for (let count = 0; count < 10; count++) await inTime(world, back(id))
    await inTime(world, back(other))
    expect(asked).toBe(11)
    // Nor do others make it forget how often the first one has come back.
    await inTime(world, back(id))
    expect(asked).toBe(11)
  })
})

it('an acquirer that is only asked is not asked about an attempt that has ended', async () => {
  const id = await challenged('that is only asked')
  await abandonPayment(world.gateway, id, 1)
  await inTime(world, back(id))
  expect(asked).toBe(0)
})

it('a return to an acquirer that is only asked is not kept', async () => {
  const id = await challenged('that is only asked')
  await inTime(world, back(id))
  expect(attemptOf(await read(world, id))).toMatchObject({ returned: null, returns: 0 })
})

it('a return is forgotten after a quarter of an hour, when the next customer comes back', async () => {
  const [id, other] = [await challenged('that is only asked'), await challenged('that is only asked')]
  for (let count = 0; count < 10; count++) await inTime(world, back(id))
  await world.test.clock.advance(15 * 60_000)
  await inTime(world, back(other))
  for (let count = 0; count < 3; count++) await inTime(world, back(id))
  expect(asked).toBe(14)
})

it('a return is forgotten although another customer, who came first, comes back all the time', async () => {
  const [first, id] = [await challenged('that is only asked'), await challenged('that is only asked')]
  await inTime(world, back(first))
  for (let count = 0; count < 10; count++) await inTime(world, back(id))
  await world.test.clock.advance(14 * 60_000)
  await inTime(world, back(first))
  await world.test.clock.advance(60_000)
  await inTime(world, back(first))
  for (let count = 0; count < 3; count++) await inTime(world, back(id))
  expect(asked).toBe(16)
})

describe('what a customer brings back', () => {
  it('is asked about even if another return of the same payment is under way', async () => {
    const id = await challenged('that continues after the return')
    await inTime(world, Promise.all([back(id, 'early'), back(id, 'real'), back(id, 'real')]))
    expect([asked, askingMax]).toEqual([2, 1])
  })
})
