/** Secrets at rest. */
import { expect, test } from 'vitest'
import { SecretBox } from '../../src/platform/secret-box.ts'

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const box = new SecretBox([key(1)])
const secret = 'whsec_pZgC0cAqYg5mO0mVd8cZsD1bq0m3o2mX8J6r1h4bQ2w='

test('a secret is opened again, and its sealed text does not show it', () => {
  const sealed = box.seal(secret, 'we_1')
  expect(box.open(sealed, 'we_1')).toBe(secret)
  expect(sealed).not.toContain(secret.slice(6, 16))
  expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
})

test('the same secret is never sealed to the same text twice', () => {
  expect(box.seal(secret, 'we_1')).not.toBe(box.seal(secret, 'we_1'))
})

test('a secret that was moved to another owner, or changed, is not opened', () => {
  const sealed = box.seal(secret, 'we_1')
  expect(() => box.open(sealed, 'we_2')).toThrow()
  const at = sealed.length - 30
  const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
  expect(() => box.open(changed, 'we_1')).toThrow()
  expect(() => box.open(sealed.slice(0, -4), 'we_1')).toThrow()
  expect(() => box.open('', 'we_1')).toThrow()
})

test('keys can be replaced: a new one seals, and the old one still opens', () => {
  const sealed = box.seal(secret, 'we_1')
  const both = new SecretBox([key(2), key(1)])
  expect(both.open(sealed, 'we_1')).toBe(secret)
  const again = both.seal(secret, 'we_1')
  expect(new SecretBox([key(2)]).open(again, 'we_1')).toBe(secret)
  expect(() => box.open(again, 'we_1')).toThrow(/ENCRYPTION_KEY lacks the key [0-9a-f]{8}/)
})
