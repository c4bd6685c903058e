/**
 * A way to a stand-in without sockets, so that a seed decides everything: how many turns of the event loop a request takes is
 * drawn. It takes no virtual time, so neither its deadline nor its signal ends it. A process that wakes up therefore sends
 * whatever it was about to send, as one does whose timers have not fired yet.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { InconclusiveCause, Outcome, OutgoingRequest } from '../../../src/acquirers/transport/outcome.ts'
import type { Transport } from '../../../src/acquirers/transport/transport.ts'
import type { Desk } from './desk.ts'
import type { StandInAnswer } from './faults.ts'
import type { SeenRequest } from './request-log.ts'

/** Nothing listens there. */
export const inProcessOrigin = 'http://127.0.0.1:1'

/** `turns`: how many a request takes on its way, and its response on the way back. */
export function transportTo(desk: Desk, turns: () => number): Transport {
  return {
    exchange() {
      let isUsed = false
      return {
        async send(request) {
          if (isUsed) return { kind: 'inconclusive', cause: 'sent_before' }
          isUsed = true
          await pass(turns())
          const outcome = deliver(desk, seen(request))
          await pass(turns())
          return outcome
        },
      }
    },
  }
}

async function pass(turns: number): Promise<void> {
  for (let left = turns; left > 0; left--) await nextTurn()
}

function seen({ method, url, headers, body }: OutgoingRequest): SeenRequest {
  const { pathname: path, searchParams: query } = new URL(url)
  return { method, path, query, headers, body: typeof body === 'string' ? body : '' }
}

function deliver(desk: Desk, request: SeenRequest): Outcome {
  const { fault, handle } = desk.receive(request)
  switch (fault?.kind) {
    case undefined:
    case 'delayed':
      return response(handle())
    case 'unreachable':
      return { kind: 'not_sent', cause: 'connection_refused' }
    case 'request_lost':
    case 'late':
      return lost('connection_lost')
    case 'silent':
      if (fault.isHandled) handle()
      return lost('deadline')
    case 'instead':
      if (fault.isHandled) handle()
      return response(fault.answer)
    case 'changed':
      return response(fault.change(handle()))
    case 'answer_lost':
    case 'truncated':
      handle()
      return lost('connection_lost')
    case 'dripping':
      handle()
      return lost('deadline')
    case 'garbage':
      handle()
      return lost('bad_response')
  }
}

function lost(cause: InconclusiveCause): Outcome {
  return { kind: 'inconclusive', cause }
}

function response({ status, headers = {}, body }: StandInAnswer): Outcome {
  return { kind: 'response', status, headers, body }
}
