/** However many strangers come under however many names, the throttles hold a few megabytes. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { namesMax, type ThrottleSettings, Throttles } from '../../src/throttles/throttles.ts'

const settings: ThrottleSettings = {
  failedKeysPerMinute: 20,
  unknownPagesPerMinute: 30,
  statusPerMinute: 60,
  cards: {
    postsPerMinute: 30,
    declinesPerAddress: 10,
    declinesPerHour: 5,
    declinesPerDay: 10,
    breaker: { declinePercent: 50, attemptsMin: 100, pauseMs: 300_000 },
  },
  cardModes: ['live'],
}
const strangers = 2 * namesMax
const mebibyte = 1024 * 1024
/** Failed keys, pages and what was told of; of cards: posts, addresses, hours, days, never, merchants, challenges. */
const partsMax = 10

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}

it('the memory of the throttles is bounded in names and in bytes', () => {
  const throttles = new Throttles(settings, new Uint8Array(32))
  const cards = throttles.cards('live')
  const before = heapUsed()
  for (let i = 0; i < strangers; i++) {
    const limitBy = `2001:db8:${i.toString(16)}:ffff::/64`
    const merchantId = `mer_${i.toString(36).padStart(26, '0')}`
    const card = `card${i}`
    throttles.failedKey(limitBy, i)
    throttles.unknownPage(limitBy, i)
    throttles.tell(`failed_key ${limitBy}`, i)
    cards?.post(limitBy, i)
    for (const outcome of ['do_not_honor', 'lost_card', null] as const) {
      const running = cards?.begin({ limitBy, merchantId, card }, i)
      if (running === undefined) continue
      if (outcome === null) cards?.keep(`pay_${i}/1`, running)
      else cards?.end(running, outcome, i)
    }
  }
  expect(throttles.size).toBe(partsMax * namesMax)
  const used = (heapUsed() - before) / mebibyte
  expect(used).toBeLessThan(40)
})
