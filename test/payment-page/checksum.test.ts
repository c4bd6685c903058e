/** Checksums of pieces, joined, are the checksum of the whole. */
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Checksum, crcOf } from '../../src/payment-page/templates/checksum.ts'

const piece = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: 60, maxLength: 3_000 }))

it('is that of zlib, however a text is cut, and however often a piece comes', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const checksums = pieces.map((bytes) => new Checksum(bytes))
      const twice = [...checksums, ...checksums].reduce((crc, one) => one.after(crc), 0)
      expect(twice).toBe(crc32(Buffer.concat([...pieces, ...pieces])))
      expect(pieces.reduce((crc, bytes) => crcOf(bytes, crc), 0)).toBe(crc32(Buffer.concat(pieces)))
    }),
  )
})
