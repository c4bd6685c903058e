/** A request as receivers have it. Apart, so that its declarations compile with older versions of TypeScript, too. */

/** The raw body. */
export type Payload = string | Uint8Array

/** Those of a `Request`, or of Node.js and the frameworks that use its names. */
export type WebhookHeaders =
  | Readonly<{ get(name: string): string | null }>
  | Readonly<Record<string, string | readonly string[] | undefined>>
