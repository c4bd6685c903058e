/** Storage: the hash chain of a payment's events, verified from the tables alone. */
import { expect, it } from 'vitest'
import { chainHash, chainStart } from '../../../src/storage/event-chain.ts'
import { aCreation, approveCommand, changeBy, refundCommand, startCommand } from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { required } from './engine.ts'
import { created, saved } from './payments.ts'

export function describeChain(subject: Subject): void {
  it('lead from the first event of a payment to the hash in its row', async () => {
    const creation = aCreation()
    let payment = await created(subject.storage, creation)
    for (const command of [startCommand, approveCommand, () => refundCommand()]) {
      payment = await saved(subject.storage, changeBy(payment, command(payment)))
    }
    const raw = await required(subject.opened.raw, 'raw access')()
    const events = await raw.rows(
      `select body, hash from events where ${raw.eventsOfPayment} order by version, position`,
      payment.id,
    )
    const [row] = await raw.rows('select event_hash from payments where id = ?', payment.id)
    await raw.close()
    expect(events).toHaveLength(5)
    let hash = chainStart
    for (const event of events) {
      hash = chainHash(hash, String(event.body))
      expect(event.hash).toBe(hash)
    }
    expect(row?.event_hash).toBe(hash)
  })
}
