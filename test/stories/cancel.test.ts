/** The merchant withdraws an open payment, unless a card is being charged at that very moment. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptReference } from '../../src/core/attempt/reference.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { createSession, payDirectly, payOnPage, read, settle, submit, view } from './payments.ts'

const refusal = [422, 'payment_not_cancelable', null] as const

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const cancel = (id: string): Promise<Response> => app.call('POST', `/v1/payments/${id}/cancel`)

describe('an open payment', () => {
  it('is canceled, with and without a body', async () => {
    for (const body of [undefined, {}, { reason: 'ignored' }]) {
      const { id } = await createSession(app)
      const response = await app.call('POST', `/v1/payments/${id}/cancel`, body)
      expect(response.status).toBe(200)
      const canceled = await view(response)
      expect(canceled).toMatchObject({ id, status: 'canceled', failed_at: null, decline_code: null })
      expect(await read(app, id)).toEqual(canceled)
    }
  })

  it('cannot be paid after that, and its page says so', async () => {
    const { id, redirect_url } = await createSession(app)
    await cancel(id)
    expect(await submit(app, id)).toMatchObject({ kind: 'refused', refusal: 'payment_ended' })
    const page = await app.request(redirect_url ?? '')
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain('name="number"')
    expect(await app.app.sandbox.book.transactions()).toEqual([])
  })

  it('is canceled once by two simultaneous requests', async () => {
    const { id } = await createSession(app)
    const statuses = (await Promise.all([cancel(id), cancel(id)])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 422])
  })
})

describe('a payment that is no longer open', () => {
  it.each([
    ['succeeded', async () => (await payDirectly(app)).id],
    ['failed', async () => (await payDirectly(app, '4000000000000002')).id],
    ['requires_action', async () => (await payDirectly(app, '4635440000002223')).id],
    [
      'canceled',
      async () => {
        const { id } = await createSession(app)
        await cancel(id)
        return id
      },
    ],
    [
      'pending',
      async () => {
        const { id } = await createSession(app)
        await submit(app, id, '4000000000001976')
        return id
      },
    ],
    [
      'expired',
      async () => {
        const { id } = await createSession(app)
        await app.clock.advance(86_400_000)
        await app.work()
        return id
      },
    ],
  ])('is not canceled: %s', async (status, make) => {
    const id = await make()
    const before = await read(app, id)
    expect(before.status).toBe(status)
    await expectError(await cancel(id), refusal)
    expect(await read(app, id)).toEqual(before)
  })
})

describe('a race against a submitted card', () => {
  const turns = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
  }
  const order = fc.record({ cancelTurns: fc.nat(3), submitTurns: fc.nat(3), isSubmitFirst: fc.boolean() })
  const approvalsOf = async (id: string) =>
    (await app.app.sandbox.book.transactions()).filter(
      ({ reference }) => reference === attemptReference(app.app.gateway.installationId, id, 1),
    )

  it('ends in exactly one of the two, whichever is first', async () => {
    const endings = new Set<string>()
    const race = async (cancelTurns: number, submitTurns: number, isSubmitFirst: boolean) => {
      const { id } = await createSession(app)
      const canceling = () => turns(cancelTurns).then(() => cancel(id))
      const submitting = () => turns(submitTurns).then(() => submit(app, id))
      const early = isSubmitFirst ? submitting() : null
      const [response] = await Promise.all([canceling(), early ?? submitting()])
      await settle(app)
      const { status } = await read(app, id)
      endings.add(status)
      const approvals = (await approvalsOf(id)).length
      if (status === 'canceled') expect([response.status, approvals]).toEqual([200, 0])
      else expect([status, response.status, approvals]).toEqual(['succeeded', 422, 1])
    }
    await fc.assert(
      fc.asyncProperty(order, (one) => race(one.cancelTurns, one.submitTurns, one.isSubmitFirst)),
      { numRuns: 100 },
    )
    expect([...endings].toSorted()).toEqual(['canceled', 'succeeded'])
  })

  it('leaves a paid payment unchanged', async () => {
    const { id } = await createSession(app)
    const paid = await payOnPage(app, id)
    await expectError(await cancel(id), refusal)
    expect(await read(app, id)).toEqual(paid)
  })
})
