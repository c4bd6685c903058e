/** What the page needs besides the request: the gateway and its settings. */

import type { CoBadged } from '../core/card/co-badged.ts'
import type { DeclineDetail } from '../core/decline.ts'
import type { ResultPage } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Throttles } from '../throttles/throttles.ts'
import type { LanguageSettings } from './language/choice.ts'

export type PageContext = Readonly<{
  gateway: Gateway
  /** Fires when the process begins to stop: nothing may be waited for any longer. */
  stopping: AbortSignal
  /** Signs the tokens in the form's action and the URLs that issuers send customers back to. */
  linkKey: Buffer
  /** The page's public origin, without a trailing slash. */
  payUrl: string
  /** The page's own host; null where it shares one with the API. */
  ownHost: string | null
  /** Served over https: strict transport security and secure cookies. */
  isSecureOrigin: boolean
  throttles: Throttles
  languages: LanguageSettings
  /** For merchants that have not chosen. */
  resultPage: ResultPage
  declineDetail: DeclineDetail
  coBadged: Readonly<Record<Mode, CoBadged>>
  /** How long the response to a form waits for the outcome. */
  holdSubmitMs: number
  /** Plain text with empty lines between paragraphs, to replace ours. */
  privacyText: string | null
  accessibilityText: string | null
}>
