/** The stored hash of a secret key. Keys have so many random bits that one round of SHA-256 cannot be reversed. */
import { hash } from 'node:crypto'

export function hashApiKey(key: string): string {
  return hash('sha256', key)
}
