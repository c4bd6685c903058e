/** After the issuer's 3-D Secure method: the acquirer is asked to go on once, whoever says that the method has ended. */
import { expect, it } from 'vitest'
import type { AuthorizeAnswer, ResumeAnswer } from '../../src/core/attempt/answers.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { resumeAttempt } from '../../src/operations/resume-attempt.ts'
import type { ResumeRequest } from '../../src/ports/acquirer.ts'
import { attemptOf, inTime, openWorldForEachTest, paid, read, work, world } from './operations-world.ts'

openWorldForEachTest()

const method: AuthorizeAnswer = {
  kind: 'three_ds_method',
  url: 'https://acs.example/method',
  data: 'e30',
  country: null,
}

/** Every authorization asks for the method; these are the answers to what comes after it. */
async function asked(answers: (request: ResumeRequest) => Promise<ResumeAnswer> = approve): Promise<Payment> {
  world.behave({ authorize: async () => method, resume: answers })
  return paid(world)
}

const requests: ResumeRequest[] = []

async function approve(request: ResumeRequest): Promise<ResumeAnswer> {
  requests.push(request)
  const { reference } = request.attempt
  return {
    kind: 'approved',
    acquirerTransactionId: 'tx1',
    reference,
    amountMinor: 2_500,
    currency: 'eur',
    country: null,
  }
}

it('approves what the acquirer approves', async () => {
  const { id } = await asked()
  requests.length = 0
  const resumed = await resumeAttempt(world.gateway, id, 1, 'N')
  expect(resumed && attemptOf(resumed.payment).state).toBe('sending')
  const after = resumed && (await inTime(world, resumed.outcome))
  expect(after?.ending?.kind).toBe('succeeded')
  expect(requests).toMatchObject([
    { attempt: { reference: after && attemptOf(after).reference }, methodCompletion: 'N' },
  ])
})

it('asks once, however many say that the method has ended', async () => {
  const { id } = await asked()
  requests.length = 0
  const all = await Promise.all(
    (['Y', 'Y', 'N'] as const).map((end) => resumeAttempt(world.gateway, id, 1, end)),
  )
  const resumed = all.filter((one) => one !== null)
  expect(resumed).toHaveLength(1)
  await inTime(world, Promise.all(resumed.map(({ outcome }) => outcome)))
  expect(requests).toHaveLength(1)
  expect(await resumeAttempt(world.gateway, id, 1, 'Y')).toBeNull()
  expect((await read(world, id)).ending?.kind).toBe('succeeded')
})

it('asks nothing for a payment that does not exist', async () => {
  expect(await resumeAttempt(world.gateway, 'pay_00000000-0000-0000-0000-000000000000', 1, 'Y')).toBeNull()
})

it('does not ask if its process slept past the lease', async () => {
  const { id } = await asked()
  requests.length = 0
  world.port.beforeNextSave(async () => {
    await world.test.clock.advance(world.gateway.rules.leaseMs)
  })
  const resumed = await resumeAttempt(world.gateway, id, 1, 'Y')
  expect(resumed && attemptOf(await inTime(world, resumed.outcome)).state).toBe('sending')
  expect(requests).toEqual([])
})

it('finds out what became of it if no answer comes', async () => {
  const { id } = await asked(async () => ({ kind: 'unknown', cause: 'timeout' }))
  const resumed = await resumeAttempt(world.gateway, id, 1, 'Y')
  expect(resumed && attemptOf(await inTime(world, resumed.outcome)).state).toBe('unknown')
  world.behave({ inquire: async (attempt) => approve({ attempt, methodCompletion: 'Y' }) })
  await work(world, 6_000)
  expect((await read(world, id)).ending?.kind).toBe('succeeded')
})

it.each([
  ['has no resume()', undefined],
  ['gives an answer that does not fit', async () => ({ kind: 'not_sent' })],
  ['asks for the method again', async () => method],
])('gives up on an adapter that %s', async (_, resume) => {
  const { id } = await asked()
  world.behave({ resume: resume as never, inquire: async () => method })
  const resumed = await resumeAttempt(world.gateway, id, 1, 'Y')
  expect(resumed && attemptOf(await inTime(world, resumed.outcome)).state).toBe('unknown')
  await work(world, world.gateway.rules.decideAfterMs)
  expect((await read(world, id)).ending).toMatchObject({ kind: 'failed', declineCode: 'processing_error' })
})
