/** Small damages: to bytes, to JSON texts, to JSON values. */
import type { Prng } from '../seeded-random.ts'
import { nastyJson, nastyTexts } from './values.ts'

export function damageBytes(random: Prng, bytes: Buffer): Buffer {
  let damaged = Buffer.from(bytes)
  for (let i = random.between(1, 6); i > 0; i--) {
    const at = random.between(0, Math.max(0, damaged.length - 1))
    const kind = random.between(0, 3)
    if (kind === 0 && damaged.length > 0) damaged[at] = random.between(0, 255)
    else if (kind === 1)
      damaged = Buffer.concat([
        damaged.subarray(0, at),
        random.bytes(random.between(1, 8)),
        damaged.subarray(at),
      ])
    else if (kind === 2)
      damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + random.between(1, 8))])
    else damaged = Buffer.concat([damaged, damaged.subarray(at)])
  }
  return damaged
}

type Json = unknown

/** The value with something in it replaced, left out, or added. */
export function damageJson(random: Prng, value: Json): Json {
  if (typeof value !== 'object' || value === null || random.chance(0.2)) return nastyValue(random)
  if (Array.isArray(value)) return [...value, nastyValue(random)]
  const entries = Object.entries(value)
  const kind = random.between(0, 3)
  if (kind === 0 && entries.length > 0) {
    const gone = random.between(0, entries.length - 1)
    return Object.fromEntries(entries.filter((_, index) => index !== gone))
  }
  if (kind === 1) return Object.fromEntries([...entries, [random.pick(nastyTexts), nastyValue(random)]])
  const hit = random.between(0, entries.length - 1)
  return Object.fromEntries(
    entries.map(([key, one], index) => [key, index === hit ? damageJson(random, one) : one]),
  )
}

function nastyValue(random: Prng): Json {
  const kind = random.between(0, 5)
  if (kind === 0) return random.pick(nastyTexts)
  if (kind === 1) return random.between(-1000, 2_000_000_000)
  if (kind === 2) return random.fraction() * 1e15
  if (kind === 3) return random.pick([null, true, false, [], {}, [[]]])
  if (kind === 4) return Array.from({ length: random.between(0, 80) }, (_, index) => index)
  return { [random.pick(nastyTexts)]: random.pick(nastyTexts) }
}

/** As text, because some damages cannot be written as a value: duplicate keys, odd numbers, bad escapes. */
export function jsonText(random: Prng, value: Json): string {
  const text = JSON.stringify(value) ?? 'null'
  const kind = random.between(0, 5)
  if (kind === 0)
    return text.replace(/:(\d+)/, `:${random.pick(['2500.0', '25e2', '-0', '01', '+1', '0x10', '1e999'])}`)
  if (kind === 1) return text.replace(/"[^"]*":/, (key) => `${key}${random.pick(nastyJson)},${key}`)
  if (kind === 2) return damageBytes(random, Buffer.from(text)).toString('latin1')
  if (kind === 3) return random.pick(nastyJson)
  return text
}
