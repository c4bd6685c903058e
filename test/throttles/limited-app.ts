/** A whole gateway with its limits on, and what its bank was asked. */
import { throttleSettings } from '../../src/cli/throttle-settings.ts'
import type { ThrottleSettings } from '../../src/throttles/throttles.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { readConfig } from '../support/read-config.ts'

/** The limits that an operator gets without setting any, on test cards. */
export const defaultThrottles = throttleSettings(readConfig({}), ['test'])

export async function openLimitedApp(
  attemptsMax = 1,
  cards: Partial<ThrottleSettings['cards']> = {},
): Promise<TestApp> {
  const times = { sessionLifeMs: 86_400_000, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }
  const throttles = { ...defaultThrottles, cards: { ...defaultThrottles.cards, ...cards } }
  return openTestApp({ throttles, settings: { ...times, attemptsMax } })
}

export async function authorizations(app: TestApp): Promise<number> {
  return (await app.app.sandbox.book.transactions()).length
}

/** How often each status came. */
export function countStatuses(responses: readonly Response[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const { status } of responses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

export type LogLine = Readonly<Record<string, unknown>>

export function logged(app: TestApp, field: string): readonly LogLine[] {
  return app.logLines.map((line) => JSON.parse(line) as LogLine).filter((line) => field in line)
}

/** An address for each number. */
export function address(i: number): string {
  return `198.51.${Math.floor(i / 250)}.${i % 250}`
}

/** A number that is nobody's, passes the check digit, and is declined by the sandbox bank. */
export function strangeCard(i: number): string {
  const digits = `40128888${String(i).padStart(7, '0')}`
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
