/** Storage: merchants, their API keys, and the installation's secrets. */
import { describe, expect, it } from 'vitest'
import { aMerchant, anApiKey, startMs, testMerchantId } from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { reopenIfDurable } from './engine.ts'

export function describeAccess(subject: Subject): void {
  describe('merchants and keys', () => {
    it('gives a merchant back with every field, and lists the oldest first', async () => {
      const full = aMerchant({
        id: 'mer_full',
        name: 'Café',
        legalName: 'Café GmbH',
        city: 'Wien',
        country: 'AT',
        addressLine: 'Ring 1',
        supportEmail: 'help@cafe.example',
        supportPhone: '+43 1 234567',
        supportUrl: 'https://cafe.example/help',
        termsUrl: 'https://cafe.example/terms',
        privacyUrl: 'https://cafe.example/privacy',
        refundPolicyUrl: 'https://cafe.example/refunds',
        statementDescriptor: 'CAFE WIEN',
        accentColor: '#0a7d4b',
        cornerStyle: 'pill',
        colorScheme: 'dark',
        poweredBy: false,
        defaultLocale: 'de',
        acceptedBrands: ['visa', 'mastercard'],
        localNetworks: ['bancontact', 'dankort'],
        billingAddress: 'required',
        attemptsMax: 3,
        resultPage: 'all',
        createdAtMs: startMs - 1,
      })
      await subject.storage.addMerchant(full)
      expect(await subject.storage.findMerchant('mer_full')).toEqual(full)
      expect(await subject.storage.findMerchant('mer_other')).toBeNull()
      expect(await subject.storage.listMerchants()).toEqual([full, aMerchant()])
      await expect(subject.storage.addMerchant(full)).rejects.toThrow()
    })

    it('finds a key by its hash until it is revoked, which is permanent', async () => {
      const { storage } = subject
      const key = anApiKey()
      await storage.addApiKey(key)
      expect(await storage.findActiveApiKey(key.hash, startMs)).toEqual(key)
      expect(await storage.findActiveApiKey('0'.repeat(64), startMs)).toBeNull()
      expect(await storage.revokeApiKey(key.id, startMs + 5)).toBe(true)
      expect(await storage.findActiveApiKey(key.hash, startMs)).toBeNull()
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

    it('finds a key that expires until that moment', async () => {
      const { storage } = subject
      const key = anApiKey({ expiresAtMs: startMs + 10 })
      await storage.addApiKey(key)
      expect(await storage.findActiveApiKey(key.hash, startMs + 9)).toEqual(key)
      expect(await storage.findActiveApiKey(key.hash, startMs + 10)).toBeNull()
    })

    it('keeps the time of a key’s last use to the hour', async () => {
      const { storage } = subject
      const key = anApiKey()
      await storage.addApiKey(key)
      await storage.findActiveApiKey(key.hash, startMs)
      const hourMs = 3_600_000
      for (const atMs of [startMs, startMs + hourMs - 1]) await storage.noteApiKeyUse(key.id, atMs)
      expect((await storage.findActiveApiKey(key.hash, startMs))?.lastUsedAtMs).toBe(startMs)
      await storage.noteApiKeyUse(key.id, startMs + 2 * hourMs)
      expect((await storage.findActiveApiKey(key.hash, startMs))?.lastUsedAtMs).toBe(startMs + 2 * hourMs)
      expect((await storage.listApiKeys(null))[0]?.lastUsedAtMs).toBe(startMs + 2 * hourMs)
    })

    it('changes only the requested details of a merchant', async () => {
      const { storage } = subject
      const changes = {
        legalName: 'Test Shop Ltd',
        supportEmail: null,
        attemptsMax: 3,
        resultPage: 'all',
      } as const
      const changed = { ...aMerchant(), ...changes }
      expect(await storage.updateMerchant(testMerchantId, changes)).toEqual(changed)
      expect(await storage.findMerchant(testMerchantId)).toEqual(changed)
      expect(await storage.updateMerchant('mer_unknown', changes)).toBeNull()
    })

    it('keeps the image of a logo for as long as a merchant has it', async () => {
      const { storage } = subject
      const facts = { hash: 'a'.repeat(32), type: 'image/png', width: 320, height: 80 } as const
      const logo = { ...facts, bytes: Uint8Array.from([1, 2, 255, 0]) }
      const bare = aMerchant({ id: 'mer_with_logo' })
      await storage.addMerchant({ ...bare, logo })
      expect(await storage.findMerchant(bare.id)).toEqual({ ...bare, logo: facts })
      expect(await storage.findLogo(facts.hash)).toEqual(logo)
      await storage.updateMerchant(bare.id, { name: 'Another name' })
      expect((await storage.findMerchant(bare.id))?.logo).toEqual(facts)
      const other = { ...logo, hash: 'b'.repeat(32), bytes: Uint8Array.from([3]) }
      expect(await storage.updateMerchant(bare.id, { logo: other })).toMatchObject({
        logo: { hash: other.hash },
      })
      expect(await storage.findLogo(facts.hash)).toBeNull()
      await storage.updateMerchant(testMerchantId, { logo: other })
      await storage.updateMerchant(bare.id, { logo: null })
      expect((await storage.findMerchant(bare.id))?.logo).toBeNull()
      expect(await storage.findLogo(other.hash)).toEqual(other)
      await storage.updateMerchant(testMerchantId, { logo: null })
      expect(await storage.findLogo(other.hash)).toBeNull()
    })

    it('has no two keys with one hash', async () => {
      const key = anApiKey()
      await subject.storage.addApiKey(key)
      await expect(subject.storage.addApiKey(anApiKey({ hash: key.hash }))).rejects.toThrow()
    })
  })

  describe('an installation', () => {
    it('has an id of its own for as long as its data exists', async () => {
      const { id, kind, createdAtMs } = await subject.storage.installation()
      expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/)
      expect(['sandbox', 'production']).toContain(kind)
      await reopenIfDurable(subject)
      expect(await subject.storage.installation()).toEqual({ id, kind, createdAtMs })
    })
  })

  describe('installation secrets', () => {
    it('are made once, at random, one for each name', async () => {
      const names = ['form', 'form', 'form', 'return']
      const secrets = await Promise.all(names.map((name) => subject.storage.installationSecret(name)))
      expect(new Set(secrets).size).toBe(2)
      expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/)
      await reopenIfDurable(subject)
      expect(await subject.storage.installationSecret('form')).toBe(secrets[0])
      expect(await subject.storage.installationSecret('return')).toBe(secrets[3])
    })
  })
  describe('what the clock has shown', () => {
    it('is kept as it was given last', async () => {
      expect(await subject.storage.keptClock()).toBeNull()
      const history = [
        { fromMs: -Infinity, toMs: 2_000.5, offsetMs: 1_000 },
        { fromMs: 900, toMs: Infinity, offsetMs: -100.25 },
      ]
      await subject.storage.keepClock({ bootId: 'boot 1', history: [] })
      await subject.storage.keepClock({ bootId: 'boot 2', history })
      await reopenIfDurable(subject)
      expect(await subject.storage.keptClock()).toEqual({ bootId: 'boot 2', history })
    })
  })
}
