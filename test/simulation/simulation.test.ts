/** A short campaign in every test run; `npm run simulate` runs the long ones. */
import { describe, expect, it, vi } from 'vitest'
import { digestOf, inThread, runCampaign, tooSeldom } from '../../verification/simulation/campaign.ts'
import { failingSeeds } from '../../verification/simulation/failing-seeds.ts'
import { nameOfSetting, shellKinds } from '../../verification/simulation/setting.ts'
import { storageKinds } from '../../verification/simulation/store.ts'

const seeds = 400

vi.setConfig({ testTimeout: 300_000 })

const settings = storageKinds.flatMap((storage) => shellKinds.map((shells) => ({ storage, shells })))
const receivers = { storage: 'sqlite', shells: 'direct', world: 'receivers' } as const

describe('the simulated world', () => {
  it('breaks no promise in seeds that once did', async () => {
    await inThread(async (thread) => {
      for (const { seed, wish } of failingSeeds()) {
        expect((await thread.runSeed(seed, { wish })).violation, `seed ${seed}`).toBe(null)
      }
    })
  })

  it('breaks no promise in a few hundred seeds, and is hostile enough to mean something', async () => {
    const totals = await runCampaign({ from: 1, seeds })
    expect(totals.failures).toEqual([])
    expect(tooSeldom(totals, seeds)).toEqual([])
    const usual = settings.map((setting) => nameOfSetting({ ...setting, world: 'usual' }))
    expect([...totals.shares.keys()]).toEqual(expect.arrayContaining(usual))
  })

  it.each([...settings.map((one) => ({ ...one, world: 'usual' as const })), receivers])(
    'is the same for the same seed, to the last event: $storage, $shells, $world',
    async (wish) => {
      const options = { isTraced: true, wish }
      const first = await inThread((thread) => thread.runSeed(7, options))
      const second = await inThread((thread) => thread.runSeed(7, options))
      expect(second.trace).toEqual(first.trace)
      expect(second.hash).toBe(first.hash)
      expect(first.events).toBeGreaterThan(100)
    },
  )

  it('breaks no promise to receivers of webhooks, on the real storage, either', async () => {
    expect((await runCampaign({ from: 1, seeds: 6, wish: receivers })).failures).toEqual([])
  })

  it('is another one for another seed', async () => {
    const first = await runCampaign({ from: 1, seeds: 5 })
    const second = await runCampaign({ from: 6, seeds: 5 })
    expect(digestOf(first)).not.toBe(digestOf(second))
    expect(new Set([...first.hashes, ...second.hashes]).size).toBe(10)
  })
})
