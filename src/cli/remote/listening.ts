/** Shows and forwards events until the user ends it. */
import { type EventType, testEventType } from '../../core/public-events.ts'
import { counted } from '../counted.ts'
import type { Terminal } from '../terminal.ts'
import { followEvents, type Waits } from './follow-events.ts'
import type { ForwardTarget } from './forward.ts'
import { type Attempt, Forwarder } from './forwarder.ts'
import type { GatewayApi } from './gateway-api.ts'
import { attemptLines, connectionLine, eventLine, timed } from './listen-lines.ts'
import type { ReceivedEvent } from './received-event.ts'
import type { Since } from './stream-start.ts'

export type Wish = Readonly<{
  since: Since
  /** Null: all except tests, which are for one endpoint. */
  types: readonly EventType[] | null
  /** Null: events are only shown. `shown`: the URL for people. */
  target: (ForwardTarget & Readonly<{ shown: string }>) | null
  /** Between the attempts to forward an event. */
  pausesMs: readonly number[]
  /** Events are printed as they were sent, and everything else is a message about them. */
  asJson: boolean
}>

export async function listenTo(
  api: GatewayApi,
  wish: Wish,
  terminal: Terminal,
  waits?: Waits,
): Promise<void> {
  const stopped = new AbortController()
  const ended = AbortSignal.any([terminal.interruption(), stopped.signal])
  const { tell, say } = voiceOf(wish, terminal)
  const forwarder = forwarderFor(wish, ended, say)
  try {
    for await (const followed of followEvents(api, wish.since, ended, waits)) {
      if (followed.kind === 'connected') tell(readyLine(wish))
      else if (followed.kind !== 'event') say(connectionLine(followed))
      else if (isWanted(wish, followed.event)) {
        if (wish.asJson) terminal.out(followed.body)
        else say(eventLine(followed.event))
        forwarder?.add(followed.event, followed.body)
      }
    }
  } finally {
    stopped.abort()
    if (forwarder !== null) tell(...remainder(await forwarder.finished()))
  }
}

type Say = (line: string) => void

function voiceOf({ asJson }: Wish, { out, note }: Terminal) {
  const tell = asJson ? note : out
  const say: Say = (line) => tell(timed(new Date(), line))
  return { tell, say }
}

function forwarderFor({ target, pausesMs }: Wish, ended: AbortSignal, say: Say): Forwarder | null {
  if (target === null) return null
  const onAttempt = (attempt: Attempt): void => {
    for (const line of attemptLines(attempt, target.shown)) say(line)
  }
  return new Forwarder(target, pausesMs, ended, onAttempt)
}

function readyLine({ target }: Wish): string {
  const secret = target === null ? '' : ` Signing secret ${target.secret} (the same each time for this key).`
  return `Ready.${secret} Ctrl-C ends.`
}

function isWanted({ types }: Wish, { type }: ReceivedEvent): boolean {
  return types === null ? type !== testEventType : types.some((wanted) => wanted === type)
}

function remainder({ last, left }: Awaited<ReturnType<Forwarder['finished']>>): readonly string[] {
  if (left === 0) return []
  const how = last === null ? '' : ` To forward them, begin with --since ${last}.`
  return [`${counted(left, 'event')} ${left === 1 ? 'was' : 'were'} not forwarded.${how}`]
}
