/** What an installation draws once, whatever its engine. */
import { crockford } from '../platform/ids.ts'
import type { Random } from '../ports/system.ts'

const idLength = 8
const secretLength = 32

export function drawInstallationId(random: Pick<Random, 'bytes'>): string {
  return [...random.bytes(idLength)].map((byte) => crockford[byte % 32]).join('')
}

/** Hexadecimal. */
export function drawSecret(random: Pick<Random, 'bytes'>): string {
  return Buffer.from(random.bytes(secretLength)).toString('hex')
}
