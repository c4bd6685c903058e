/** How the try of a card has ended. */
import type { DeclineCode } from '../core/decline.ts'

/** `none`: no answer, or nothing was sent. */
export type TryOutcome = 'approved' | 'none' | DeclineCode

/** The issuer has said for good that it declines this card, and how long that took. */
export type FinalDecline = Readonly<{ declineCode: DeclineCode; tookMs: number }>
