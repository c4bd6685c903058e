/** One step of connecting: it succeeds, fails, or runs out of time, and only the first of these counts. */
import type { Socket } from 'node:net'
import type { ConnectFailure } from './connect-failure.ts'

/** Resolves to null on success, or to the reason for the failure, after destroying the socket. */
export function outcomeOf(
  socket: Socket,
  ended: AbortSignal,
  begin: (settle: (failure: ConnectFailure | null) => void) => void,
): Promise<ConnectFailure | null> {
  return new Promise((resolve) => {
    const onEnd = () => settle(ended.reason)
    const settle = (failure: ConnectFailure | null) => {
      ended.removeEventListener('abort', onEnd)
      if (failure !== null) socket.destroy()
      resolve(failure)
    }
    ended.addEventListener('abort', onEnd)
    begin(settle)
    if (ended.aborted) onEnd()
  })
}
