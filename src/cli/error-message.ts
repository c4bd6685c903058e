/** Errors that the operator can fix become a sentence; for anything else, the stack helps to find the fault. */
import { ApiError } from '../api/api-error.ts'
import { ConfigRefused } from '../config/read-config.ts'
import { mask } from '../core/card/mask.ts'
import { AcquirerNotConfigured, AcquirerUnavailable } from '../operations/acquirer/acquirers.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { StorageUnavailable } from '../ports/storage.ts'
import { exitStatus, FileRefused, NotFound, Refused, Rejected, UsageError } from './mistakes.ts'

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
    (error instanceof ApiError && error.code.startsWith('parameter_')) ||
    (error instanceof Rejected && /^parameter_|^resource_missing$/.test(error.code ?? ''))
  if (isMisuse) return { text: error.message, status: exitStatus.misused }
  if (error instanceof AcquirerNotConfigured) {
    const { message, mode } = error
    const setting = mode === 'live' ? 'LIVE_ACQUIRER' : 'TEST_ACQUIRER'
    const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}: set ${setting} and the acquirer's credentials to the same values as for "flowlix serve".`
    return { text, status: exitStatus.misused }
  }
  const isPlain =
    error instanceof Refused ||
    error instanceof Rejected ||
    error instanceof ApiError ||
    error instanceof StorageUnavailable ||
    error instanceof AcquirerUnavailable
  const text = isPlain ? error.message : (describeSystemError(error) ?? error.stack ?? error.name)
  return { text, status: exitStatus.failed }
}

type SystemError = NodeJS.ErrnoException & Readonly<{ address?: string; port?: number }>

/** The settings that say where to listen. */
type Names = Readonly<{ host: string; port: string }>

const listening: Readonly<Record<string, (error: SystemError, names: Names) => string>> = {
  EADDRINUSE: ({ port }, names) =>
    `Port ${port} is already in use: stop the program that uses it, or set ${names.port} to another port.`,
  EACCES: ({ port }, names) =>
    `This user is not allowed to listen on port ${port}: set ${names.port} to 1024 or higher.`,
  EADDRNOTAVAIL: ({ address }, names) => `${names.host} ${address} is not an address of this machine.`,
  ENOTFOUND: (_, names) => `${names.host} is not a known host name.`,
}

/** Why a server cannot listen; null if that is not the problem. */
export function explainListening(error: unknown, names: Names): string | null {
  if (!(error instanceof Error)) return null
  const { code = '', syscall } = error as SystemError
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null
  return listening[code]?.(error, names) ?? error.message
}

function describeSystemError(error: SystemError): string | null {
  const cannotListen = explainListening(error, { host: 'HOST', port: 'PORT' })
  if (cannotListen !== null) return cannotListen
  const { code = '' } = error
  return ['EACCES', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(code) ? error.message : null
}
