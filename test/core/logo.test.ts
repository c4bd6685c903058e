/** Which images are accepted as a logo: by their first bytes, whatever they are called. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { examineLogo, factsOf, logoBytesMax } from '../../src/core/look/logo.ts'

const examples = join(import.meta.dirname, '../../examples/merchants')

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
}

const be32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const be16 = (value: number) => [value >>> 8, value & 255]
const le16 = (value: number) => [value & 255, value >>> 8]
const le24 = (value: number) => [value & 255, (value >>> 8) & 255, value >>> 16]

const chunk = (name: string, content: readonly number[]) =>
  bytes(be32(content.length), name, content, be32(0))
const header = (width: number, height: number, name = 'IHDR') =>
  bytes('\x89PNG\r\n\x1a\n', [...chunk(name, [...be32(width), ...be32(height), 8, 6, 0, 0, 0])])
const png = (width: number, height: number, ...more: Uint8Array[]) =>
  bytes([...header(width, height)], ...more.map((part) => [...part]), [...chunk('IDAT', [1, 2])])
const jpeg = (width: number, height: number, marker = 0xc0, beginning = [0xff, 0xd8]) =>
  bytes(
    beginning,
    // A segment that no standard defines.
    [0xff, 0xbf, ...be16(9), 1, 2, 3, 4, 5, 6, 7],
    [0xff, 0xe0, ...be16(4), 1, 2],
    // A table, and a fill byte before the frame.
    [0xff, 0xc4, ...be16(3), 9, 0xff],
    [0xff, marker, ...be16(11), 8, ...be16(height), ...be16(width), 1, 1, 1, 0],
  )
const riff = (...content: readonly (string | readonly number[])[]) =>
  bytes('RIFF', [0, 0, 0, 0], 'WEBP', ...content)
const lossy = (width: number, height: number) =>
  riff('VP8 ', [0, 0, 0, 0, 1, 2, 3, 0x9d, 0x01, 0x2a, ...le16(width), ...le16(height | 0x4000)])
const lossless = (width: number, height: number) => {
  const bits = (width - 1) | ((height - 1) << 14)
  return riff('VP8L', [0, 0, 0, 0, 0x2f, ...le16(bits & 0xffff), ...le16(bits >>> 16)])
}
const extended = (width: number, height: number, flags = 0, name = 'VP8X') =>
  riff(name, [10, 0, 0, 0, flags, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)])

/** In place of the kind of a WebP, one that does not exist. */
const renamed = (image: Uint8Array) => bytes([...image.subarray(0, 12)], 'VP8?', [...image.subarray(16)])
const without = (byte: number, image: Uint8Array) => image.map((one) => (one === byte ? 0 : one))

describe('a logo', () => {
  it.each([
    ['a PNG', png(320, 80), 'image/png'],
    ['a JPEG', jpeg(320, 80), 'image/jpeg'],
    ['a progressive JPEG', jpeg(320, 80, 0xc2), 'image/jpeg'],
    ['a JPEG with the last kind of frame', jpeg(320, 80, 0xcf), 'image/jpeg'],
    ['a PNG of which only the header is there', header(320, 80), 'image/png'],
    ['a lossy WebP', lossy(320, 80), 'image/webp'],
    ['a lossless WebP', lossless(320, 80), 'image/webp'],
    ['an extended WebP', extended(320, 80), 'image/webp'],
  ])('is %s', (_, image, type) => {
    expect(examineLogo(image)).toEqual({ type, width: 320, height: 80 })
  })

  it.each([
    ['hansen/logo.png', { type: 'image/png', width: 192, height: 192 }],
    ['lumiere/logo.webp', { type: 'image/webp', width: 400, height: 100 }],
  ])('is %s', (file, facts) => {
    expect(examineLogo(readFileSync(join(examples, file)))).toEqual(facts)
  })

  it.each([
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['SVG behind a declaration', bytes('<?xml version="1.0"?><svg/>')],
    ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
    ['GIF', bytes('GIF89a', le16(10), le16(10))],
    ['nothing', bytes()],
    ['AVIF', bytes([0, 0, 0, 32], 'ftypavif')],
    ['a PNG without a width', png(0, 80)],
    ['a PNG without a height', png(320, 0)],
    ['a PNG that begins with another chunk', header(320, 80, 'IDAT')],
    ['a PNG without its signature', bytes('\x88', [...png(320, 80).subarray(1)])],
    ['a PNG that ends in its header', png(320, 80).subarray(0, 20)],
    ['a JPEG that ends before its frame', jpeg(320, 80).subarray(0, 12)],
    ['a JPEG without its beginning', jpeg(320, 80, 0xc0, [0, 0])],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0])],
    ['a WebP that ends in its header', lossless(320, 80).subarray(0, 22)],
    ['a WebP of an unknown kind', extended(320, 80, 0, 'VP9X')],
    ['a WebP of an unknown kind with the signature of a lossy one', renamed(lossy(320, 80))],
    ['a WebP of an unknown kind with the signature of a lossless one', renamed(lossless(320, 80))],
    ['a lossy WebP without the signature of its kind', without(0x9d, lossy(320, 80))],
    ['a lossless WebP without the signature of its kind', without(0x2f, lossless(320, 80))],
    ['a RIFF file of another kind', bytes('RIFF', [0, 0, 0, 0], 'WAVE', [...lossy(320, 80).subarray(12)])],
    ['a WebP in another container', bytes('RIFX', [...lossy(320, 80).subarray(4)])],
  ])('is not %s', (_, image) => {
    expect(examineLogo(image)).toEqual({ problem: 'is not a PNG, JPEG, or WebP image' })
  })

  it.each([
    ['PNG', png(320, 80, chunk('acTL', [0, 0, 0, 2, 0, 0, 0, 0]))],
    ['PNG that ends where it says so', bytes([...header(320, 80)], be32(8), 'acTL')],
    ['WebP', extended(320, 80, 0x02)],
  ])('does not move, as an animated %s does', (_, image) => {
    expect(examineLogo(image)).toEqual({ problem: 'is animated, and only still images are allowed' })
  })

  it('has at most 1,000 pixels on each side', () => {
    expect(examineLogo(png(1_000, 1_000))).toMatchObject({ width: 1_000, height: 1_000 })
    for (const [width, height] of [[1_001, 10] as const, [10, 1_001] as const, [4_294_967_295, 1] as const]) {
      expect(examineLogo(png(width, height))).toEqual({
        problem: `is ${width} by ${height} pixels, and at most 1000 by 1000 are allowed`,
      })
    }
    expect(examineLogo(extended(70_000, 10))).toEqual({
      problem: 'is 70000 by 10 pixels, and at most 1000 by 1000 are allowed',
    })
  })

  it('is described without its bytes', () => {
    const facts = { hash: 'ab', type: 'image/png', width: 1, height: 1 } as const
    expect(factsOf({ ...facts, bytes: bytes('x') })).toEqual(facts)
    expect(factsOf(null)).toBeNull()
  })

  it('has at most 64 kB', () => {
    const padded = (length: number) =>
      bytes([...png(320, 80)], new Array(length - png(320, 80).length).fill(0))
    expect(examineLogo(padded(logoBytesMax))).toMatchObject({ type: 'image/png' })
    expect(examineLogo(padded(logoBytesMax + 1))).toEqual({
      problem: 'has 64001 bytes, and at most 64000 are allowed',
    })
  })
})
