/** What `flowlix listen` writes: lines with the local time, and a mark for where something goes. */
import type { Followed } from './follow-events.ts'
import { type Attempt, isSuccess } from './forwarder.ts'
import { amountOf, paymentOf, type ReceivedEvent } from './received-event.ts'

export function timed(at: Date, line: string): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')
  return `${day} ${time}  ${line}`
}

export function eventLine(event: ReceivedEvent): string {
  const words = [event.type, event.id, paymentOf(event), amountOf(event)]
  return `-->  ${words.filter((word) => word !== '').join('  ')}`
}

/** Lines without their time. `url`: as it is shown. */
export function attemptLines({ event, outcome, againMs }: Attempt, url: string): readonly string[] {
  const next =
    againMs === null
      ? `given up; send it again with "flowlix events resend ${event.id}"`
      : `again in ${againMs / 1_000} s`
  if (outcome.kind === 'failed') return [`<--  [ERROR] ${url}: ${outcome.reason}; ${next}`]
  const { status, durationMs, excerpt } = outcome
  const responded = `<--  [${status}] POST ${url}  ${durationMs} ms`
  if (isSuccess(outcome)) return [responded]
  return [`${responded}; ${next}`, ...(excerpt === null ? [] : [`     ${excerpt}`])]
}

type Interruption = Extract<Followed, { kind: 'lost' | 'back' }>

export function connectionLine(followed: Interruption): string {
  if (followed.kind === 'lost') return '...  the gateway is unreachable; waiting for it'
  const { awayMs, after, isComplete } = followed
  const place = after === null || !isComplete ? 'from its first event' : `after ${after}`
  const result = isComplete
    ? 'nothing missed'
    : 'because it no longer has the last one; some may be missing, or arrive again'
  return `...  the gateway was unreachable for ${Math.max(1, Math.round(awayMs / 1_000))} s; continuing ${place}, ${result}`
}
