/** What is kept of a secret key: it has enough random bits that one round of SHA-256 cannot be reversed. */
import { hash } from 'node:crypto'

export function hashApiKey(key: string): string {
  return hash('sha256', key)
}
