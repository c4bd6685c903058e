/** Checks a request as a merchant's server would, with the client that merchants install. */
import { verifyWebhook, WebhookVerificationError } from '../../client/src/flowlix.ts'
import type { Received } from './received.ts'

export type KnownSecret = Readonly<{
  /** Whose it is, as the page says it. */
  name: string
  secret: string
}>

/** `reason` is a sentence. */
export type Checked =
  | Readonly<{ kind: 'verified'; by: string }>
  | Readonly<{ kind: 'failed'; reason: string }>

export async function checkSignature(
  { atMs, headers, body }: Received,
  secrets: readonly KnownSecret[],
): Promise<Checked> {
  for (const { name, secret } of secrets) {
    try {
      await verifyWebhook({ payload: body, headers, secret, now: () => atMs })
      return { kind: 'verified', by: name }
    } catch (error) {
      if (error instanceof SyntaxError)
        return { kind: 'failed', reason: 'The signature matches, but the body is not JSON.' }
      if (!(error instanceof WebhookVerificationError)) throw error
      if (error.reason !== 'no_match') return { kind: 'failed', reason: error.message }
    }
  }
  return { kind: 'failed', reason: 'The signature matches none of the known secrets.' }
}
