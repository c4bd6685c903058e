/**
 * The fields other than number and code, kept for the next card: encrypted in a cookie that is sent only to this payment's
 * page, for ten minutes. Nothing is stored on the server. Without cookies, the fields are empty.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { mapAddress } from './address.ts'
import { addressFields } from './fields/address-rules.ts'
import type { Echo } from './form.ts'

const cookieName = 'kept'
const lifeSeconds = 600
const expiryBytes = 6
const ivBytes = 12
const tagBytes = 16
/** Larger ones are not ours: the fields have at most 254 characters each. */
const cookieLengthMax = 3_500

/** `secret` is the secret of our links, from which this use derives a separate key. */
export function sealFields(
  secret: Buffer,
  paymentId: string,
  fields: Echo,
  nowMs: number,
  iv: Uint8Array,
): string | null {
  const head = Buffer.alloc(expiryBytes)
  head.writeUIntBE(Math.floor(nowMs / 1000) + lifeSeconds, 0, expiryBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(paymentId))
  const { expiry, name, email, address } = fields
  const text = JSON.stringify([expiry, name, email, ...addressFields.map((part) => address[part])])
  const sealed = Buffer.concat([iv, cipher.update(head), cipher.update(text), cipher.final()])
  const value = Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')
  return value.length > cookieLengthMax ? null : value
}

/** Null if we did not seal it, or if it belongs to another payment or is too old. */
export function openFields(secret: Buffer, paymentId: string, value: string, nowMs: number): Echo | null {
  const bytes = value.length > cookieLengthMax ? Buffer.alloc(0) : Buffer.from(value, 'base64url')
  if (bytes.length < ivBytes + expiryBytes + tagBytes) return null
  try {
    const iv = bytes.subarray(0, ivBytes)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(paymentId))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()])
    if (nowMs >= plain.readUIntBE(0, expiryBytes) * 1000) return null
    const [expiry = '', name = '', email = '', ...address] = JSON.parse(
      plain.subarray(expiryBytes).toString(),
    ) as readonly string[]
    return { expiry, name, email, address: mapAddress((part) => address[addressFields.indexOf(part)] ?? '') }
  } catch {
    return null
  }
}

/** The request's cookie of ours, or null. */
export function keptValue(request: Request): string | null {
  const header = request.headers.get('cookie') ?? ''
  const pair = header.split(';').find((part) => part.trimStart().startsWith(`${cookieName}=`))
  const value = pair?.slice(pair.indexOf('=') + 1).trim() ?? ''
  return value === '' ? null : value
}

/** `value` null takes the cookie away. */
export function keptCookie(paymentId: string, value: string | null, isSecureOrigin: boolean): string {
  const life = value === null ? 0 : lifeSeconds
  const secure = isSecureOrigin ? '; Secure' : ''
  return `${cookieName}=${value ?? ''}; Path=/hpp/${paymentId}; Max-Age=${life}; HttpOnly; SameSite=Lax${secure}`
}

function keyOf(secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('kept-fields').digest()
}
