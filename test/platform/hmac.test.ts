/** Our HMAC is Node's, for every length of key and message. */
import { createHmac, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { hmacSha256 } from '../../src/platform/hmac.ts'

it("is the same as Node's", () => {
  for (const keyLength of [0, 1, 32, 63, 64, 65, 200])
    for (const length of [0, 1, 55, 56, 64, 1_000]) {
      const [key, message] = [randomBytes(keyLength), randomBytes(length)]
      expect(hmacSha256(key, message)).toEqual(createHmac('sha256', key).update(message).digest())
    }
})

it('encodes strings as UTF-8, and treats pieces as one', () => {
  const expected = createHmac('sha256', 'schlüssel').update('grüße, ').update('💳').digest()
  expect(hmacSha256('schlüssel', 'grüße, ', '💳')).toEqual(expected)
  expect(hmacSha256(Buffer.from('schlüssel'), 'grüße, 💳')).toEqual(expected)
})
