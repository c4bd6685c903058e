/** How heavy the hosted page is: as the server sends it to a browser, plain, and under brotli at a common quality. */
import { brotliCompressSync, constants } from 'node:zlib'
import { browserEncodings, sampleOf } from './sample.ts'

export type PageWeight = Readonly<{
  rawBytes: number
  brotliBytes: number
  servedBytes: number
  servedEncoding: string
}>

/** What servers use for pages made on the spot; the best quality, 11, is for files compressed once. */
const commonQuality = 5

export async function weighPage(url: string): Promise<PageWeight> {
  const plain = await sampleOf(url, { headers: {} })
  const served = await sampleOf(url, { headers: browserEncodings })
  const raw = Buffer.from(plain.bodyBase64, 'base64')
  const params = { [constants.BROTLI_PARAM_QUALITY]: commonQuality }
  return {
    rawBytes: raw.length,
    brotliBytes: brotliCompressSync(raw, { params }).length,
    servedBytes: Buffer.from(served.bodyBase64, 'base64').length,
    servedEncoding: served.headers['content-encoding'] ?? 'none',
  }
}
