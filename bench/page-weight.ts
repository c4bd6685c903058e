/** How heavy the hosted page is: as the server sends it to a browser, plain, and under brotli at a common quality. */
import { get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, constants } from 'node:zlib'

export type PageWeight = Readonly<{
  rawBytes: number
  brotliBytes: number
  servedBytes: number
  servedEncoding: string
}>

/** What servers use for pages made on the spot; the best quality, 11, is for files compressed once. */
const commonQuality = 5

export async function weighPage(url: string): Promise<PageWeight> {
  const plain = await fetchBytes(url, 'identity')
  const served = await fetchBytes(url, 'gzip, deflate, br')
  const params = { [constants.BROTLI_PARAM_QUALITY]: commonQuality }
  return {
    rawBytes: plain.body.length,
    brotliBytes: brotliCompressSync(plain.body, { params }).length,
    servedBytes: served.body.length,
    servedEncoding: served.encoding,
  }
}

/** Not by fetch, which unpacks what it gets. */
function fetchBytes(url: string, accepted: string): Promise<Readonly<{ body: Buffer; encoding: string }>> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'accept-encoding': accepted } }, (response) => {
      const encoding = response.headers['content-encoding'] ?? 'none'
      buffer(response).then((body) => resolve({ body, encoding }), reject)
    })
    request.on('error', reject)
  })
}
