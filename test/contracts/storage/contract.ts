/** What every storage must do. An engine runs it by saying how it is opened, and how it is opened again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports.ts'
import { aMerchant } from '../../support/payments.ts'
import { describeAccess } from './access.ts'
import { describeClaims } from './claims.ts'
import { describeIdempotency } from './idempotency.ts'
import { describeLists } from './lists.ts'
import { describePayments } from './payments.ts'

export type Opened = Readonly<{
  storage: Storage
  /** Ends the first one without a word, as a crash does, and opens the same data again. */
  reopen?: () => Promise<Storage>
}>

/** The storage of the test that is running, with one merchant in it. */
export type Subject = { storage: Storage; reopen: () => Promise<Storage> }

export function describeStorage(name: string, open: () => Promise<Opened>): void {
  describe(`storage in ${name}`, () => {
    const subject = {} as Subject

    beforeEach(async () => {
      const opened = await open()
      subject.storage = opened.storage
      subject.reopen = opened.reopen ?? (async () => subject.storage)
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
    describeAccess(subject)
  })
}
