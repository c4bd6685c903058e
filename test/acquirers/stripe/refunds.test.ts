/** Refunds at Stripe, and the statement in which they stand. */
import { describe, expect, it } from 'vitest'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { attempt, openStripe, refundOf } from './stripe-world.ts'

const refunding = on('POST', /refunds$/)

describe('a refund at Stripe', () => {
  it('pays back a part, and then the rest', async () => {
    const world = await openStripe()
    const original = await world.approved()
    const first = refundOf(original, { amountMinor: 1_000 })
    const answer = await world.refund(first)
    expect(answer).toMatchObject({ kind: 'succeeded', acquirerRefundId: expect.stringMatching(/^re_/) })
    expect(await world.inquireRefund(first)).toEqual(answer)
    expect((await world.refund(refundOf(original, { amountMinor: 1_500 }))).kind).toBe('succeeded')
    expect(world.book.heldMinor(original.reference)).toBe(0)
  })

  it('counts once however often it is sent', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved(), { amountMinor: 1_000 })
    world.standIn.faults.inject(refunding, { kind: 'answer_lost' })
    expect((await world.refund(refund)).kind).toBe('unknown')
    expect((await world.refund(refund)).kind).toBe('succeeded')
    expect((await world.refund(refund)).kind).toBe('succeeded')
    expect(world.book.refunds()).toHaveLength(1)
  })

  it('is found in the list after an error that Stripe keeps repeating', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved())
    world.book.failInside(refunding)
    expect((await world.refund(refund)).kind).toBe('unknown')
    expect(world.log.lines).toEqual([])
    expect((await world.refund(refund)).kind).toBe('unknown')
    expect(world.log.lines).toMatchObject([
      { level: 'error', fields: { alarm: 'acquirer_request', reference: refund.reference } },
    ])
    expect((await world.inquireRefund(refund)).kind).toBe('not_found')
    const made = await world.refund({ ...refund, reference: `${refund.reference}x` })
    expect(made.kind).toBe('succeeded')
  })

  it('has failed if Stripe refuses it, and is not there', async () => {
    const world = await openStripe()
    const original = await world.approved()
    await world.refund(refundOf(original))
    const again = refundOf(original)
    expect(await world.refund(again)).toEqual({ kind: 'failed', declineCode: 'processing_error' })
    expect((await world.inquireRefund(again)).kind).toBe('not_found')
    expect(world.log.lines.at(-1)).toMatchObject({
      level: 'error',
      fields: { alarm: 'acquirer_request', cause: 'HTTP 400, charge_already_refunded' },
    })
  })

  it('has succeeded if it is in the list, although Stripe refuses it after a day', async () => {
    let nowMs = Date.now()
    const world = await openStripe({ nowMs: () => nowMs })
    const refund = refundOf(await world.approved())
    const answer = await world.refund(refund)
    nowMs += 25 * 3_600_000
    expect(await world.refund(refund)).toEqual(answer)
    expect(world.book.refunds()).toHaveLength(1)
  })

  it('under our reference, but of other money, is not believed', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved(), { amountMinor: 1_000 })
    await world.refund(refund)
    for (const other of [{ amountMinor: 900 }, { currency: 'usd' }] as const) {
      expect(await world.inquireRefund({ ...refund, ...other })).toEqual({
        kind: 'unknown',
        cause: 'not the refund that was requested',
      })
    }
  })

  it('is pending until Stripe has ended it', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved('4000000000007726'))
    expect((await world.refund(refund)).kind).toBe('pending')
    world.book.finishRefunds()
    expect((await world.inquireRefund(refund)).kind).toBe('succeeded')
  })

  it('can fail after it has succeeded', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved('4000000000005126'))
    expect((await world.refund(refund)).kind).toBe('succeeded')
    world.book.finishRefunds()
    expect(await world.inquireRefund(refund)).toEqual({ kind: 'failed', declineCode: 'issuer_declined' })
  })

  it('is found on a later page of the list', async () => {
    const world = await openStripe({ pageMax: 2 })
    const original = await world.approved()
    const first = refundOf(original, { amountMinor: 100 })
    for (const amountMinor of [100, 200, 300]) {
      await world.refund(amountMinor === 100 ? first : refundOf(original, { amountMinor }))
    }
    world.standIn.log.clear()
    expect((await world.inquireRefund(first)).kind).toBe('succeeded')
    expect(world.requests).toEqual(['GET refunds', 'GET refunds'])
  })

  it('of a charge at another account is unknown', async () => {
    const world = await openStripe()
    const original = attempt({ handle: 'pi_another' })
    expect((await world.refund(refundOf(original))).kind).toBe('unknown')
    expect((await world.refund(refundOf(attempt()))).kind).toBe('unknown')
  })
})

describe('the statement of Stripe', () => {
  it('lists a refund whose ID looks like the end of a reversal', async () => {
    const world = await openStripe()
    const refund = refundOf(await world.approved(), { reference: '7k2m9x0q-r01m8488n90prm7kx08heh1qa4v' })
    await world.refund(refund)
    const references = (await world.statement()).map(({ reference }) => reference)
    expect(references).toEqual([refund.original.reference, refund.reference])
  })

  it('has a line for each attempt that was tried, and for each refund', async () => {
    const world = await openStripe()
    const approved = await world.approved()
    const declined = await world.prepare()
    await world.authorize(declined, '4000000000009995')
    const challenged = await world.challenged()
    await world.prepare()
    const refund = refundOf(approved, { amountMinor: 700 })
    await world.refund(refund)
    const lines = await world.statement()
    expect(lines.map(({ reference, state }) => [reference, state])).toEqual([
      [challenged.terms.reference, 'challenged'],
      [declined.reference, 'declined'],
      [approved.reference, 'approved'],
      [refund.reference, 'succeeded'],
    ])
    expect(lines.at(2)).toMatchObject({
      kind: 'authorization',
      handle: approved.handle,
      acquirerTransactionId: approved.handle,
      amountMinor: 2_500,
      currency: 'eur',
      last4: '4242',
    })
    expect(lines.at(-1)).toMatchObject({
      kind: 'refund',
      acquirerTransactionId: expect.stringMatching(/^re_/),
      amountMinor: 700,
      originalReference: approved.reference,
    })
  })

  it('counts a reversal by refund as a part of the attempt', async () => {
    const world = await openStripe()
    const [done, pending, failed] = [
      await world.approved(),
      await world.approved('4000000000007726'),
      await world.approved('4000000000005126'),
    ]
    await world.reverse(failed)
    world.book.finishRefunds()
    await world.reverse(done)
    await world.reverse(pending)
    const lines = await world.statement()
    expect(lines.map(({ reference, state }) => [reference, state])).toEqual([
      [failed.reference, 'approved'],
      [pending.reference, 'pending'],
      [done.reference, 'reversed'],
    ])
    expect((await world.inquire(done)).kind).toBe('reversed')
    expect((await world.inquire(pending)).kind).toBe('pending')
    expect((await world.inquire(failed)).kind).toBe('approved')
    world.book.finishRefunds()
    expect((await world.inquire(pending)).kind).toBe('reversed')
  })

  it('knows a reversal that came after its span', async () => {
    let nowMs = Date.now() - 3_600_000
    const world = await openStripe({ nowMs: () => nowMs })
    const terms = await world.approved()
    const toMs = nowMs + 60_000
    nowMs += 1_800_000
    await world.reverse(terms)
    expect(await world.statement(nowMs - 3_600_000, toMs)).toMatchObject([{ state: 'reversed' }])
    expect(await world.statement(toMs, nowMs + 60_000)).toEqual([])
  })

  it('goes through all pages, and tries a page again that was lost', async () => {
    const world = await openStripe({ pageMax: 2 })
    const references: string[] = []
    for (let n = 0; n < 5; n++) references.push((await world.approved()).reference)
    world.standIn.faults.inject(on('GET', /payment_intents$/), { kind: 'request_lost' })
    const lines = await world.statement()
    expect(lines.map(({ reference }) => reference)).toEqual(references.reverse())
  })

  it('is refused rather than incomplete', async () => {
    const world = await openStripe()
    await world.approved()
    world.standIn.faults.inject(on('GET', /payment_intents$/), { kind: 'truncated' }, 3)
    await expect(world.statement()).rejects.toThrow('connection lost')
  })

  it('shows what others have booked under their own names', async () => {
    const world = await openStripe()
    const body = 'amount=900&currency=usd&confirmation_method=manual'
    const headers = {
      authorization: `Bearer ${world.standIn.secretKey}`,
      'stripe-version': '2026-10-28.endive',
    }
    const post = async (path: string, form: string) => {
      const response = await fetch(`${world.standIn.url}/v1/${path}`, { method: 'POST', headers, body: form })
      return ((await response.json()) as { id: string }).id
    }
    const card =
      'type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040&card[cvc]=123'
    const id = await post('payment_intents', body)
    await post(`payment_intents/${id}/confirm`, `payment_method=${await post('payment_methods', card)}`)
    await post('payment_intents', body.replace('usd', 'sek'))
    expect(await world.statement()).toMatchObject([{ reference: id, amountMinor: 900, state: 'approved' }])
    expect((await world.inquire(attempt({ handle: id }))).kind).toBe('unknown')
  })
})
