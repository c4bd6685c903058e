/** Manual changes are events of the security log, with the name of the operator. */
import { type SecurityEventName, securityEvent } from '../security-event.ts'
import { userName } from './identity.ts'
import type { Terminal } from './terminal.ts'

export function logChange(terminal: Terminal, name: SecurityEventName, object: string): void {
  securityEvent(terminal.log, name, { who: userName(), object })
}
