/** Storage: webhook endpoints, each of one merchant and mode. */
import { describe, expect, it } from 'vitest'
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import { aMerchant, startMs } from '../../support/payments.ts'
import { anEndpoint, owner } from './an-endpoint.ts'
import type { Subject } from './contract.ts'

const limit = 16

export function describeEndpoints(subject: Subject): void {
  describe('webhook endpoints', () => {
    it('are found and listed as they were added, oldest first', async () => {
      const full = anEndpoint('2', {
        events: ['payment.succeeded', 'refund.failed'],
        description: 'Orders — new',
        ...{ previousSecret: 'sealed before', previousSecretUntilMs: startMs + 5 },
        ...{ disabledAtMs: startMs, disabledReason: 'gone', failingSinceMs: 7, lastSuccessAtMs: 8 },
        url: null,
      })
      const plain = anEndpoint('1')
      for (const one of [full, plain])
        expect(await subject.storage.addEndpoint(one, limit, null)).toBe('saved')
      expect(await subject.storage.findEndpoint(owner, full.id)).toEqual(full)
      expect(await subject.storage.listEndpoints(owner)).toEqual([plain, full])
    })

    it('are not found by others', async () => {
      await subject.storage.addMerchant(aMerchant({ id: 'mer_other' }))
      await subject.storage.addEndpoint(anEndpoint('1'), limit, null)
      for (const other of [{ ...owner, mode: 'live' } as const, { ...owner, merchantId: 'mer_other' }]) {
        expect(await subject.storage.findEndpoint(other, 'we_1')).toBe(null)
        expect(await subject.storage.listEndpoints(other)).toEqual([])
      }
      expect(await subject.storage.findEndpoint(owner, 'we_\0')).toBe(null)
    })

    it('are limited for each merchant and mode', async () => {
      expect(await subject.storage.addEndpoint(anEndpoint('1'), 1, null)).toBe('saved')
      expect(await subject.storage.addEndpoint(anEndpoint('2'), 1, null)).toBe('limit_reached')
      expect(await subject.storage.addEndpoint(anEndpoint('3', { mode: 'live' }), 1, null)).toBe('saved')
      await subject.storage.changeEndpoint(anEndpoint('1', { deletedAtMs: startMs, version: 2 }), null)
      expect(await subject.storage.addEndpoint(anEndpoint('2'), 1, null)).toBe('saved')
    })

    it('without a URL are counted apart from those with one', async () => {
      expect(await subject.storage.addEndpoint(anEndpoint('1'), 1, null)).toBe('saved')
      expect(await subject.storage.addEndpoint(anEndpoint('2', { url: null }), 1, null)).toBe('saved')
      expect(await subject.storage.addEndpoint(anEndpoint('3', { url: null }), 1, null)).toBe('limit_reached')
      expect(await subject.storage.addEndpoint(anEndpoint('4'), 2, null)).toBe('saved')
    })

    it('are changed only by who has seen the version before', async () => {
      await subject.storage.addEndpoint(anEndpoint('1'), limit, null)
      const changed = anEndpoint('1', { url: 'https://new.example.com/', version: 2 })
      expect(await subject.storage.changeEndpoint(changed, null)).toBe('saved')
      expect(await subject.storage.changeEndpoint(changed, null)).toBe('lost_race')
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toEqual(changed)
    })

    it('keep the health that was noted since they were read, and begin anew when they are enabled again', async () => {
      const failing = { failingSinceMs: startMs, lastSuccessAtMs: startMs - 1 }
      await subject.storage.addEndpoint(anEndpoint('1', failing), limit, null)
      const change = (changes: Partial<WebhookEndpoint>) =>
        subject.storage.changeEndpoint(anEndpoint('1', changes), null)
      await change({ description: 'New', version: 2 })
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toMatchObject({ ...failing, version: 2 })
      const disabled = { disabledAtMs: startMs, disabledReason: 'requested' } as const
      await change({ ...disabled, version: 3 })
      await change({ ...disabled, description: 'Newer', version: 4 })
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toMatchObject({ ...failing, version: 4 })
      await change({ ...failing, version: 5 })
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toMatchObject({
        failingSinceMs: null,
        lastSuccessAtMs: startMs - 1,
      })
    })

    it('are disabled once, and not found after they were deleted', async () => {
      await subject.storage.addEndpoint(anEndpoint('1'), limit, null)
      expect(await subject.storage.disableEndpoint('we_1', 'failing', startMs)).toBe(true)
      expect(await subject.storage.disableEndpoint('we_1', 'gone', startMs + 1)).toBe(false)
      const disabled = { disabledAtMs: startMs, disabledReason: 'failing', version: 2 } as const
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toEqual(anEndpoint('1', disabled))
      await subject.storage.changeEndpoint(
        anEndpoint('1', { ...disabled, deletedAtMs: startMs, version: 3 }),
        null,
      )
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toBe(null)
      expect(await subject.storage.disableEndpoint('we_1', 'gone', startMs)).toBe(false)
    })
  })
}
