/** What every storage must do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { aMerchant } from '../../support/payments.ts'
import { describeAccess } from './access.ts'
import { describeBacklog } from './backlog.ts'
import { describeChain } from './chain.ts'
import { describeClaims } from './claims.ts'
import { describeDeliveries } from './deliveries.ts'
import { describeEndpoints } from './endpoints.ts'
import { describeIfAble, type Engine, type Opened, required } from './engine.ts'
import { describeFailures } from './failures.ts'
import { describeGuards } from './guards.ts'
import { describeIdempotency } from './idempotency.ts'
import { describeLists } from './lists.ts'
import { describePartGuards } from './part-guards.ts'
import { describePayments } from './payments.ts'
import { describePersonalData } from './personal-data.ts'
import { describePersonalDataGuards } from './personal-data-guards.ts'
import { describePublicEvents } from './public-events.ts'
import { describeSendings } from './sendings.ts'

/** The storage of the test that is running, with one merchant in it. */
export type Subject = {
  readonly engine: Engine
  storage: Storage
  opened: Opened
  reopen(): Promise<Storage>
}

export function describeStorage(engine: Engine): void {
  describe(`storage in ${engine.name}`, () => {
    const subject = { engine } as Subject

    beforeEach(async () => {
      const opened = await engine.open()
      subject.opened = opened
      subject.storage = opened.storage
      subject.reopen = () => required(opened.reopen, 'durability')()
      await subject.storage.addMerchant(aMerchant())
    })

    afterEach(async () => {
      await subject.storage.close()
    })

    it('can be reached', async () => {
      await expect(subject.storage.ping()).resolves.toBeUndefined()
    })

    describePayments(subject)
    describeIdempotency(subject)
    describeClaims(subject)
    describeLists(subject)
    describeBacklog(subject)
    describeAccess(subject)
    describePersonalData(subject)
    describePublicEvents(subject)
    describeEndpoints(subject)
    describeDeliveries(subject)
    describeSendings(subject)
    describeIfAble(engine, 'failures', 'failures', () => describeFailures(subject))
    describeIfAble(engine, 'raw access', 'chains of events', () => describeChain(subject))
  })
  describeIfAble(engine, 'raw access', `rules that ${engine.name} enforces itself`, () => {
    describeGuards(engine)
    describePartGuards(engine)
    describePersonalDataGuards(engine)
  })
}
