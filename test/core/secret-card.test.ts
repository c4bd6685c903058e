/** A card shows itself to nobody but the one who asks it to, whatever is done to it by accident, and not for ever. */
import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SecretCard } from '../../src/core/card/secret-card.ts'

const marker = 'marked-value-71'
const details = { pan: marker, cvc: marker, expMonth: 12, expYear: 2030, holderName: marker }
const secret = new SecretCard(details)
const holder = { card: secret, list: [secret], deep: { er: new Map([['card', secret]]) } }

describe('a secret card', () => {
  it('is revealed on request', () => {
    expect(new SecretCard(details).reveal()).toStrictEqual(details)
  })

  it.each<[string, () => string]>([
    ['String()', () => String(secret)],
    ['toString()', () => secret.toString()],
    ['a template', () => `${secret}`],
    ['JSON.stringify', () => JSON.stringify(secret)],
    ['JSON.stringify of its holder', () => JSON.stringify({ card: secret, list: [secret] })],
    ['util.inspect', () => inspect(secret)],
    ['util.inspect of its holder', () => inspect(holder, { depth: 9 })],
    ['util.format', () => format('%s %o %O %j', secret, secret, secret, secret)],
    ['a list joined', () => [secret, secret].join()],
  ])('says that it is redacted: %s', (_name, print) => {
    expect(print()).toContain('[redacted]')
    expect(print()).not.toContain(marker)
  })

  it.each<[string, () => unknown]>([
    ['keys', () => Object.keys(secret)],
    ['entries', () => Object.entries(secret)],
    ['own names', () => Object.getOwnPropertyNames(secret)],
    ['own symbols', () => Object.getOwnPropertySymbols(secret)],
    ['descriptors', () => Object.getOwnPropertyDescriptors(secret)],
    ['a copy by spread', () => ({ ...secret })],
    ['a copy by assign', () => Object.assign({}, secret)],
    ['a structured clone', () => structuredClone(secret)],
    ['an error about it', () => new Error(`failed for ${secret}`, { cause: secret })],
  ])('has nothing to find: %s', (_name, look) => {
    expect(inspect(look(), { depth: 9, showHidden: true, getters: true })).not.toContain(marker)
  })

  it('stays hidden from an inspection that ignores its custom form', () => {
    const options = { customInspect: false, showHidden: true, depth: 9, getters: true }
    expect(inspect(holder, options)).not.toContain(marker)
  })

  it('cannot be opened by borrowing its method', () => {
    expect(() => SecretCard.prototype.reveal.call(Object.create(SecretCard.prototype) as SecretCard)).toThrow(
      TypeError,
    )
  })

  it('is gone once it was wiped, and may be wiped again', () => {
    const card = new SecretCard(details)
    for (let i = 0; i < 2; i++) {
      card.wipe()
      expect(() => card.reveal()).toThrow('overwritten')
    }
  })

  it('keeps its digits only in memory that is overwritten', () => {
    const views: Uint8Array[] = []
    const { from } = Uint8Array
    Uint8Array.from = ((...given: Parameters<typeof from>) => {
      const view = from.apply(Uint8Array, given)
      views.push(view)
      return view
    }) as typeof from
    try {
      const card = new SecretCard({ ...details, pan: '4111111111111111', cvc: '917' })
      expect(views.map((view) => String.fromCharCode(...view))).toStrictEqual(['4111111111111111', '917'])
      card.wipe()
      expect(views.flatMap((view) => [...view]).every((byte) => byte === 0)).toBe(true)
    } finally {
      Uint8Array.from = from
    }
  })
})
