/** A short crash campaign on the real process; `npm run crash` runs the long one. */
import { expect, test } from 'vitest'
import { type CampaignResult, runCampaign } from '../../verification/crash/campaign.ts'
import { canLosePower } from '../../verification/crash/power/preload.ts'

// They wait for their gateways much of the time, so they run together.
test.concurrent('what was acknowledged survives kill -9, nothing is taken twice, and both books agree', async () => {
  const result = await runCampaign({ cycles: 6, seed: 20_260 })
  expect(result.lost).toEqual([])
  expect(result.books.doubled).toEqual([])
  expect(result.books.differences).toEqual([])
  expect(result.books.inDoubt).toBe(0)
  // Without these the campaign would have proved nothing.
  expect(result.acknowledged).toBeGreaterThan(10)
  expect(result.books.approved).toBeGreaterThan(0)
}, 600_000)

const killedAt = ({ failpoints }: CampaignResult): string[] =>
  failpoints.filter(({ killed }) => killed > 0).map(({ name }) => name)

/** Before the acquirer knows of it, before its handle is saved, and before the card is sent. */
const aroundPrepare = [
  ...(['acquirer.prepare:before', 'storage.save(attempt_prepared):before'] as const),
  'storage.save(attempt_prepared):after' as const,
]

test.concurrent('a gateway that dies at a named point leaves nothing lost, doubled or unequal', async () => {
  const result = await runCampaign({
    ...{ cycles: 4, seed: 20_261, ending: 'failpoint' },
    failpoints: aroundPrepare,
  })
  expect(result.lost).toEqual([])
  expect(result.books.doubled).toEqual([])
  expect(result.books.differences).toEqual([])
  expect(killedAt(result)).toEqual(expect.arrayContaining(aroundPrepare))
}, 600_000)

test.concurrent.each([
  { acquirer: 'stripe', cycles: 3, ending: 'failpoint', failpoints: aroundPrepare },
  { acquirer: 'checkout', cycles: 2, failpoints: [] },
] as const)(
  'in front of $acquirer, over lines that break, nothing is lost, doubled or unequal',
  async (options) => {
    const result = await runCampaign({ ...options, seed: 20_263 })
    expect(killedAt(result)).toEqual(expect.arrayContaining([...options.failpoints]))
    expect(result.lost).toEqual([])
    expect(result.books.doubled).toEqual([])
    expect(result.books.differences).toEqual([])
    expect(result.cardData).toEqual([])
    expect(result.books.inDoubt).toBe(0)
    expect(result.books.payments).toBeGreaterThan(0)
  },
  600_000,
)

const powerFails = canLosePower()
if (!powerFails)
  console.warn('skipped: losses of power need Linux and a C compiler (Debian: gcc and libc6-dev)')

const whereItFails = powerFails ? test.concurrent : test.skip
whereItFails.each([
  ['unsynced writes are gone', 'power_loss'],
  ['any part of the unsynced writes is gone', 'torn_writes'],
] as const)(
  'when the power fails and %s, nothing acknowledged is lost',
  async (_, ending) => {
    const result = await runCampaign({ cycles: 4, seed: 20_262, ending })
    expect(result.lost).toEqual([])
    expect(result.books.doubled).toEqual([])
    expect(result.books.differences).toEqual([])
    expect(result.powerLoss?.writes).toBeGreaterThan(0)
  },
  600_000,
)
