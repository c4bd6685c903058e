/** Errors that the operator can fix become a sentence; for anything else, the stack helps to find the fault. */
import { ApiError } from '../api/api-error.ts'
import { ConfigRefused } from '../config/read-config.ts'
import { mask } from '../core/card/mask.ts'
import { AcquirerUnavailable } from '../operations/gateway.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { StorageUnavailable } from '../ports.ts'
import { exitStatus, FileRefused, NotFound, Refused, UsageError } from './mistakes.ts'

type ErrorMessage = Readonly<{ lines: readonly string[]; status: number }>

/** `command` is the command that failed, for a pointer to its help. */
export function errorMessage(error: unknown, command: string): ErrorMessage {
  const { text, status } = describe(error, command)
  return { lines: `flowlix: ${mask(text)}`.split('\n'), status }
}

function describe(error: unknown, command: string): Readonly<{ text: string; status: number }> {
  if (!(error instanceof Error)) return { text: 'fault', status: exitStatus.failed }
  if (error instanceof UsageError) {
    const help = command === '' ? 'flowlix --help' : `flowlix ${command} --help`
    return { text: `${error.message}. See "${help}".`, status: exitStatus.misused }
  }
  const isMisuse =
    error instanceof NotFound ||
    error instanceof FileRefused ||
    error instanceof ConfigRefused ||
    error instanceof DatabaseRefused ||
    (error instanceof ApiError && error.code.startsWith('parameter_'))
  if (isMisuse) return { text: error.message, status: exitStatus.misused }
  const isPlain =
    error instanceof Refused ||
    error instanceof ApiError ||
    error instanceof StorageUnavailable ||
    error instanceof AcquirerUnavailable
  const text = isPlain ? error.message : (describeSystemError(error) ?? error.stack ?? error.name)
  return { text, status: exitStatus.failed }
}

type SystemError = NodeJS.ErrnoException & Readonly<{ address?: string; port?: number }>

const listening: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is already in use: stop the program that uses it, or set PORT to another port.`,
  EACCES: ({ port }) => `This user is not allowed to listen on port ${port}: set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: ({ address }) => `HOST ${address} is not an address of this machine.`,
  ENOTFOUND: () => 'HOST is not a known host name.',
}

function describeSystemError(error: SystemError): string | null {
  const { code = '', syscall } = error
  if (syscall === 'listen' || syscall === 'getaddrinfo') return listening[code]?.(error) ?? error.message
  return ['EACCES', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(code) ? error.message : null
}
