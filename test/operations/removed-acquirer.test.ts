/** An acquirer is no longer configured, or an adapter has another version, while attempts are running there. */
import { describe, expect, it } from 'vitest'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  lostAnswerPan,
  openWorldForEachTest,
  paid,
  read,
  session,
  submission,
  type World,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

/** As after a restart with another configuration. */
function withoutAcquirer(): World {
  const nobody = acquirersByName([])
  return { ...world, gateway: { ...world.gateway, acquirers: { test: nobody, live: nobody } } }
}

describe('an attempt at an acquirer that is no longer configured', () => {
  it('raises an alarm and stays in doubt, and is resolved once the acquirer is configured again', async () => {
    const { id } = await paid(world, lostAnswerPan)
    await work(withoutAcquirer(), 2_000)
    expect(attemptOf(await read(world, id)).state).toBe('unknown')
    const alarms = world.test.logLines.map((line) => JSON.parse(line)).filter((line) => 'alarm' in line)
    expect(alarms[0]).toMatchObject({ alarm: 'acquirer_missing', mode: 'test', acquirer: 'sandbox' })
    await work(world, 3_000)
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
  })

  it('was not sent if it was started just now, so the customer may try again', async () => {
    const { id } = await session(world)
    const started = await submitCard(withoutAcquirer().gateway, id, {
      ...submission(approvedPan),
      acquirer: sandboxAcquirer,
    })
    const payment = started.kind === 'started' ? await inTime(world, started.outcome) : null
    expect(payment && attemptOf(payment).state).toBe('not_sent')
    expect(await approvedAtAcquirer(world)).toEqual([])
  })
})

describe('a customer who has returned from the issuer', () => {
  it('is charged by an adapter of a later version that only has to be asked', async () => {
    const finish: Acquirer['finishChallenge'] = async () => ({ kind: 'unknown', cause: 'no answer' })
    world.behave({ finishChallenge: finish })
    const payment = await paid(world, challengePan)
    await inTime(world, finishChallenge(world.gateway, payment.id, 1, new Map()))
    expect(attemptOf(await read(world, payment.id)).returned).toEqual({})
    world.behave({})
    await world.test.app.sandbox.book.answerChallenge(
      attemptOf(payment).challengeUrl?.split('/').at(-1) ?? '',
      'pass',
    )
    await work(world, 5_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })
})
