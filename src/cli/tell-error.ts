/** What the operator can put right is told in a sentence; anything else is a fault, and its place helps to find it. */
import { ApiError } from '../api/api-error.ts'
import { ConfigRefused } from '../config/read-config.ts'
import { mask } from '../core/card/mask.ts'
import { AcquirerUnavailable } from '../operations/gateway.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { StorageUnavailable } from '../ports.ts'
import { exitStatus, NotFound, Refused, UsageError } from './mistakes.ts'

type Told = Readonly<{ lines: readonly string[]; status: number }>

/** `command` is what was called, for a pointer to its help. */
export function tellError(error: unknown, command: string): Told {
  const { text, status } = tell(error, command)
  return { lines: `flowlix: ${mask(text)}`.split('\n'), status }
}

function tell(error: unknown, command: string): Readonly<{ text: string; status: number }> {
  if (!(error instanceof Error)) return { text: 'fault', status: exitStatus.failed }
  if (error instanceof UsageError) {
    const help = command === '' ? 'flowlix --help' : `flowlix ${command} --help`
    return { text: `${error.message}. See "${help}".`, status: exitStatus.misused }
  }
  const isMisuse =
    error instanceof NotFound ||
    error instanceof ConfigRefused ||
    error instanceof DatabaseRefused ||
    (error instanceof ApiError && error.code.startsWith('parameter_'))
  if (isMisuse) return { text: error.message, status: exitStatus.misused }
  const isPlain =
    error instanceof Refused ||
    error instanceof ApiError ||
    error instanceof StorageUnavailable ||
    error instanceof AcquirerUnavailable
  const text = isPlain ? error.message : (tellSystemError(error) ?? error.stack ?? error.name)
  return { text, status: exitStatus.failed }
}

type SystemError = NodeJS.ErrnoException & Readonly<{ address?: string; port?: number }>

const listening: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is in use: stop the program that uses it, or set PORT to another one.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this user: set PORT to one of 1024 or more.`,
  EADDRNOTAVAIL: ({ address }) => `HOST ${address} is not an address of this machine.`,
  ENOTFOUND: () => 'HOST is not a name that this machine knows.',
}

function tellSystemError(error: SystemError): string | null {
  const { code = '', syscall } = error
  if (syscall === 'listen' || syscall === 'getaddrinfo') return listening[code]?.(error) ?? error.message
  return ['EACCES', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(code) ? error.message : null
}
