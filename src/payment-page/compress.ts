/** Compresses an answer as the browser accepts it. Every page holds a new random token, so its length tells little. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
/** Level 5 is where more work stops paying for a page that is made for one reader. */
const brotliQuality = 5

export type Body = Readonly<{ bytes: Uint8Array<ArrayBuffer>; encoding: 'br' | 'gzip' | null }>

export async function compress(text: string, acceptEncoding: string | undefined): Promise<Body> {
  const bytes = Buffer.from(text)
  const encoding = chooseEncoding(acceptEncoding)
  if (encoding === null) return { bytes, encoding }
  const compressed =
    encoding === 'br'
      ? await brotli(bytes, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
            [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          },
        })
      : await zip(bytes)
  return { bytes: new Uint8Array(compressed), encoding }
}

/** `q=0` means "not this one"; among the others brotli is the smaller one. */
export function chooseEncoding(acceptEncoding: string | undefined): 'br' | 'gzip' | null {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.trim())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  )
  if (accepted.has('br')) return 'br'
  return accepted.has('gzip') ? 'gzip' : null
}
