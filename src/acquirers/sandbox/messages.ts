/** The messages of 3-D Secure that pass through the browser: JSON in Base64 for URLs. */

type Message = Readonly<Record<string, unknown>>

export function encodeMessage(message: Message): string {
  return Buffer.from(JSON.stringify(message)).toString('base64url')
}

/** Null if it is none. */
export function decodeMessage(text: string): Message | null {
  try {
    const message: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return typeof message === 'object' && message !== null ? (message as Message) : null
  } catch {
    return null
  }
}
