/** Asking about an attempt or a refund again: after which pause, and when "not found" is believed. */
import type { Context } from './commands.ts'
import { pauseMs } from './rules.ts'
import { waitedMs } from './waiting.ts'

type Asked = Readonly<{ inquiries: number; notFoundCount: number }>
type Answer = Readonly<{ kind: string }>

/** Inquiries are often eventually consistent, so "not found" counts only after the quiet time, and only in a row. */
export function countNotFound(
  { notFoundCount }: Asked,
  answer: Answer,
  sentAtMs: number,
  context: Context,
): number {
  if (answer.kind !== 'not_found') return 0
  const isQuiet = waitedMs(context, sentAtMs) >= context.rules.quietMs
  return isQuiet ? notFoundCount + 1 : 0
}

/** The pause before the next inquiry: short and constant after "not found", and growing otherwise. */
export function pauseAfterInquiryMs({ inquiries }: Asked, answer: Answer, context: Context): number {
  return answer.kind === 'not_found'
    ? context.rules.notFoundPauseMs
    : pauseMs(context.rules, inquiries + 1, context.random)
}
