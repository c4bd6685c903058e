/** An adapter that puts the card number into its answers: it is not stored, not returned, and not shown. */
import { expect, it } from 'vitest'
import type { AuthorizeAnswer } from '../../src/core/attempt/answers.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import {
  approvedPan,
  attemptOf,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  work,
  workOnce,
  world,
} from './operations-world.ts'

openWorldForEachTest()

/** What is on disk, what the API returns, and what the page shows. */
async function everythingAbout(id: string): Promise<string> {
  const responses = await Promise.all([
    world.test.call('GET', `/v1/payments/${id}`),
    world.test.call('GET', '/v1/payments'),
    world.test.request(`/hpp/${id}`),
  ])
  const { database, logLines } = world.test
  return [
    ...(await Promise.all(responses.map((response) => response.text()))),
    ...(await database.contents()).values(),
    ...logLines,
  ].join('\n')
}

it('in the ID of an approval or of a refund: it is masked, and the answer counts', async () => {
  const asked: (string | null)[] = []
  const { acquirer } = world.test.app.sandbox
  world.behave({
    authorize: async (request, signal) => {
      const { pan } = request.card.reveal()
      const answer = await acquirer.authorize(request, signal)
      return answer.kind === 'approved' ? { ...answer, acquirerTransactionId: `tx-${pan}` } : answer
    },
    refund: async ({ original }) => {
      asked.push(original.acquirerTransactionId)
      return { kind: 'pending', acquirerRefundId: approvedPan }
    },
    inquireRefund: async ({ acquirerRefundId, original }) => {
      asked.push(acquirerRefundId, original.acquirerTransactionId)
      return { kind: 'succeeded', acquirerRefundId: approvedPan }
    },
  })
  const { id } = await paid(world)
  const request = { amountMinor: null, reason: 'returned' }
  await inTime(world, requestRefund(world.gateway, id, request, noResponse))
  await inTime(world, world.gateway.running.drained())
  await work(world, 1_000)
  // The acquirer does not know the masked ones.
  expect(asked).toEqual([null, null, null])
  const payment = await read(world, id)
  expect(payment.ending?.kind).toBe('succeeded')
  expect(attemptOf(payment).acquirerTransactionId).toBe('tx-[card number]')
  expect(payment.refunds).toMatchObject([{ state: 'succeeded', acquirerRefundId: '[card number]' }])
  expect(await everythingAbout(id)).not.toContain(approvedPan)
})

it('in the URL of a challenge: it is refused, and the acquirer is asked', async () => {
  world.behave({
    authorize: async ({ card }): Promise<AuthorizeAnswer> => {
      const url = `https://acs.example/3ds?pan=${card.reveal().pan}`
      return { kind: 'challenge', url, method: 'GET', fields: {}, country: null }
    },
  })
  const { id } = await paid(world)
  expect(attemptOf(await read(world, id))).toMatchObject({ state: 'unknown', challengeUrl: null })
  await workOnce(world)
  expect(await everythingAbout(id)).not.toContain(approvedPan)
})

it('opens a challenge whose address is written in upper case', async () => {
  const url = 'HTTPS://ACS.EXAMPLE/3ds?id=1'
  world.behave({
    authorize: async () => ({ kind: 'challenge', url, method: 'GET', fields: {}, country: null }),
  })
  const { id } = await paid(world)
  expect(attemptOf(await read(world, id))).toMatchObject({ state: 'challenged', challengeUrl: url })
  const page = await world.test.request(`/hpp/${id}`)
  expect(await page.text()).toContain(url)
})
