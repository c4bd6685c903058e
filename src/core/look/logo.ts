/** A merchant's logo: which images are accepted, recognized by their content and not by a name or a declared type. */
import { type ImageType, readHeader } from './image-header.ts'

export type Logo = Readonly<{
  /** The first 128 bits of SHA-256 of the bytes, in hexadecimal: its place in URLs. */
  hash: string
  type: ImageType
  /** In pixels. */
  width: number
  height: number
}>

export type StoredLogo = Logo & Readonly<{ bytes: Uint8Array }>

/** The facts about the image, without the image. */
export function factsOf(logo: StoredLogo | null): Logo | null {
  if (logo === null) return null
  const { bytes: _, ...facts } = logo
  return facts
}

export const logoBytesMax = 64_000
const sideMax = 1_000

type Facts = Omit<Logo, 'hash'>

/** Or what is wrong with the image, as the end of a sentence that begins with its name. */
export function examineLogo(bytes: Uint8Array): Facts | Readonly<{ problem: string }> {
  if (bytes.length > logoBytesMax)
    return { problem: `has ${bytes.length} bytes, and at most ${logoBytesMax} are allowed` }
  const found = readHeader(bytes)
  if (found === null) return { problem: 'is not a PNG, JPEG, or WebP image' }
  const { type, width, height, isAnimated } = found
  if (isAnimated) return { problem: 'is animated, and only still images are allowed' }
  if (Math.max(width, height) > sideMax)
    return { problem: `is ${width} by ${height} pixels, and at most ${sideMax} by ${sideMax} are allowed` }
  return { type, width, height }
}
