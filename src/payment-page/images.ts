/** The images that pages show, from our own origin: merchants' logos, and the icon. */
import type { Storage } from '../ports/storage.ts'
import { pageHeaders } from './headers.ts'
import { iconPng } from './icon.ts'

export const logoPath = '/logos'
export const iconPath = '/favicon.ico'

/** The address names the content, so it never changes. */
const forever = 'public, max-age=31536000, immutable'
const forDays = 'public, max-age=604800'

export async function logoResponse(
  storage: Storage,
  hash: string,
  isSecureOrigin: boolean,
): Promise<Response> {
  const logo = /^[0-9a-f]{32}$/.test(hash) ? await storage.findLogo(hash) : null
  if (logo === null) return new Response(null, { status: 404, headers: pageHeaders(null, isSecureOrigin) })
  return image(new Uint8Array(logo.bytes), logo.type, forever, isSecureOrigin)
}

export function iconResponse(isSecureOrigin: boolean): Response {
  return image(iconPng, 'image/png', forDays, isSecureOrigin)
}

function image(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  cached: string,
  isSecureOrigin: boolean,
): Response {
  const headers = { ...pageHeaders(null, isSecureOrigin), 'content-type': type, 'cache-control': cached }
  return new Response(bytes, { headers: { ...headers, 'content-length': String(bytes.length) } })
}
