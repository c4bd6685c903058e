/** What the page works with, beside the request: the gateway and the settings that concern it. */

import type { ResultPage } from '../core/merchant.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Throttles } from '../throttles/throttles.ts'

export type PageContext = Readonly<{
  gateway: Gateway
  /** Hex; keys the tokens in the form's action and the addresses that issuers send customers back to. */
  linkSecret: string
  /** The page's public origin, without a slash at its end. */
  payUrl: string
  /** Served by https: strict transport, secure cookies. */
  isSecureOrigin: boolean
  throttles: Throttles
  /** Where the merchant has not decided otherwise. */
  resultPage: ResultPage
  /** How long the answer to a form waits for the outcome. */
  holdSubmitMs: number
  /** Plain text with empty lines between paragraphs, in place of ours. */
  privacyText: string | null
  accessibilityText: string | null
}>

const keys = new WeakMap<PageContext, Buffer>()

export function linkKey(page: PageContext): Buffer {
  const known = keys.get(page)
  if (known !== undefined) return known
  const key = Buffer.from(page.linkSecret, 'hex')
  keys.set(page, key)
  return key
}
