/** One step of connecting: it succeeds, fails, or ends when its time is over, and only the first of these counts. */
import type { Socket } from 'node:net'
import type { ConnectFailure } from './connect-failure.ts'

/** Null once it has succeeded; else why it did not, and then the socket is destroyed. */
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
