/** Logs events and their deliveries as they happen, so that a developer sees the first webhook before writing any code. */

import type { Gateway } from '../operations/gateway.ts'
import type { EventListeners } from '../operations/webhooks/event-listeners.ts'
import type { Log } from '../ports/system.ts'
import { eventLine } from './remote/listen-lines.ts'
import type { ReceivedEvent } from './remote/received-event.ts'

type Listener = Parameters<EventListeners['listen']>[0]

export function logEvents(log: Log): Listener {
  return (events) => {
    for (const { body } of events) log.info({}, eventLine(JSON.parse(body) as ReceivedEvent))
  }
}

export function logAttempts(log: Log): NonNullable<Gateway['onAttempt']> {
  return ({ url, event }, { statusCode, error, durationMs, atMs }, retryAtMs) => {
    const outcome = statusCode === null ? `ERROR ${error}` : statusCode
    const words = ['<--', `[${outcome}] POST ${url}`, `${durationMs} ms`, event.id]
    const again =
      retryAtMs === null ? '' : `; again in ${Math.max(0, Math.round((retryAtMs - atMs) / 1_000))} s`
    log.info({}, words.join('  ') + again)
  }
}
