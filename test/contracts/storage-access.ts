/** Storage: merchants, their API keys, and the installation's secrets. */
import { describe, expect, it } from 'vitest'
import { aMerchant, anApiKey, startMs, testMerchantId } from '../support/payments.ts'
import type { Subject } from './storage-contract.ts'

export function describeAccess(subject: Subject): void {
  describe('merchants and keys', () => {
    it('gives a merchant back with every field, and lists the oldest first', async () => {
      const full = aMerchant({
        id: 'mer_full',
        name: 'Café',
        legalName: 'Café GmbH',
        city: 'Wien',
        country: 'AT',
        supportEmail: 'help@cafe.example',
        supportUrl: 'https://cafe.example/help',
        termsUrl: 'https://cafe.example/terms',
        privacyUrl: 'https://cafe.example/privacy',
        createdAtMs: startMs - 1,
      })
      await subject.storage.addMerchant(full)
      expect(await subject.storage.findMerchant('mer_full')).toEqual(full)
      expect(await subject.storage.findMerchant('mer_other')).toBeNull()
      expect(await subject.storage.listMerchants()).toEqual([full, aMerchant()])
      await expect(subject.storage.addMerchant(full)).rejects.toThrow()
    })

    it('finds a key by its hash until it is revoked, once and for ever', async () => {
      const { storage } = subject
      const key = anApiKey()
      await storage.addApiKey(key)
      expect(await storage.findActiveApiKey(key.hash)).toEqual(key)
      expect(await storage.findActiveApiKey('0'.repeat(64))).toBeNull()
      expect(await storage.revokeApiKey(key.id, startMs + 5)).toBe(true)
      expect(await storage.findActiveApiKey(key.hash)).toBeNull()
      expect(await storage.revokeApiKey(key.id, startMs + 6)).toBe(false)
      expect(await storage.listApiKeys(testMerchantId)).toEqual([{ ...key, revokedAtMs: startMs + 5 }])
      expect(await storage.revokeApiKey('key_unknown', startMs)).toBe(false)
    })

    it('lists the keys of one merchant or of all', async () => {
      const { storage } = subject
      await storage.addMerchant(aMerchant({ id: 'mer_other' }))
      const own = anApiKey({ createdAtMs: startMs + 2 })
      const other = anApiKey({ merchantId: 'mer_other', mode: 'live', createdAtMs: startMs + 1 })
      await storage.addApiKey(own)
      await storage.addApiKey(other)
      expect(await storage.listApiKeys(testMerchantId)).toEqual([own])
      expect(await storage.listApiKeys(null)).toEqual([other, own])
      expect(await storage.listApiKeys('mer_unknown')).toEqual([])
    })

    it('has no two keys with one hash', async () => {
      const key = anApiKey()
      await subject.storage.addApiKey(key)
      await expect(subject.storage.addApiKey(anApiKey({ hash: key.hash }))).rejects.toThrow()
    })
  })

  describe('installation secrets', () => {
    it('are made once, at random, one for each name', async () => {
      const names = ['form', 'form', 'form', 'return']
      const secrets = await Promise.all(names.map((name) => subject.storage.installationSecret(name)))
      expect(new Set(secrets).size).toBe(2)
      expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/)
      subject.storage = await subject.reopen()
      expect(await subject.storage.installationSecret('form')).toBe(secrets[0])
      expect(await subject.storage.installationSecret('return')).toBe(secrets[3])
    })
  })
}
