/** A secret shows itself to nobody but the one who asks it to; whatever is done to it by accident. */
import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'

const marker = 'marked-value-71'
const secret = new Secret({ pan: marker, cvc: marker })
const holder = { card: secret, list: [secret], deep: { er: new Map([['card', secret]]) } }

describe('a secret', () => {
  it('is revealed on request', () => {
    expect(secret.reveal()).toStrictEqual({ pan: marker, cvc: marker })
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

  it('keeps it even from an inspection that ignores its wish', () => {
    const options = { customInspect: false, showHidden: true, depth: 9, getters: true }
    expect(inspect(holder, options)).not.toContain(marker)
  })

  it('cannot be opened by borrowing its method', () => {
    expect(() => Secret.prototype.reveal.call(Object.create(Secret.prototype) as Secret<unknown>)).toThrow(
      TypeError,
    )
  })
})
