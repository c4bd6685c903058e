/**
 * Secrets that the database keeps and must not reveal: AES-256-GCM, each bound to its owner, so that one row's secret
 * cannot be put into another row. The name of the key is part of the text, so keys can be replaced.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const ivBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'
const version = 'v1'

type Key = Readonly<{ name: string; bytes: Uint8Array }>

export class SecretBox {
  readonly #keys: readonly Key[]

  /** Keys of 32 bytes. The first one seals, and all of them open. */
  constructor(keys: readonly Uint8Array[]) {
    this.#keys = keys.map((bytes) => ({ name: nameOf(bytes), bytes }))
  }

  seal(plain: string, owner: string): string {
    const [key] = this.#keys
    if (key === undefined) throw new Error('there is no key to seal with')
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, key.bytes, iv).setAAD(Buffer.from(owner))
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return [version, key.name, sealed.toString('base64url')].join('.')
  }

  /** Of the key that seals. */
  get keyName(): string {
    return this.#keys[0]?.name ?? 'none'
  }

  /** Whether the first key has sealed it. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${version}.${this.keyName}.`)
  }

  /** Throws if the key is missing, or if this was not sealed for this owner. */
  open(sealed: string, owner: string): string {
    const [, name, text = ''] = sealed.split('.')
    const key = this.#keys.find((one) => one.name === name)
    if (key === undefined)
      throw new Error(`ENCRYPTION_KEY lacks the key ${name}, with which a secret was sealed`)
    const bytes = Buffer.from(text, 'base64url')
    const decipher = createDecipheriv(algorithm, key.bytes, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(-tagBytes))
    return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  }
}

/** Says nothing about the key that would help to guess it. */
function nameOf(key: Uint8Array): string {
  return createHash('sha256').update('flowlix key name').update(key).digest('hex').slice(0, 8)
}
