/** Turns errors into responses. What is wrong on our side is logged and hidden from the caller. */
import { AcquirerNotConfigured, AcquirerUnavailable } from '../operations/acquirer/acquirers.ts'
import type { PlainResponse, ResponseHeaders } from '../plain-http.ts'
import { CommitUnknown, StorageUnavailable } from '../ports/storage.ts'
import type { Log } from '../ports/system.ts'
import { ApiError, errorBody, statusOfError } from './api-error.ts'

const contentType: ResponseHeaders = { 'Content-Type': 'application/json; charset=utf-8' }

export function errorResponse(
  error: ApiError,
  requestId: string,
  docsUrl: string,
  headers: ResponseHeaders = contentType,
): PlainResponse {
  return {
    status: statusOfError(error.code),
    headers: { ...headers, ...error.headers },
    body: errorBody(error, requestId, docsUrl),
  }
}

/** A commit in doubt may have succeeded, so this must not say that nothing was done. */
const unavailable =
  'The service is temporarily unavailable. Retry with the same idempotency key: the request is carried out once or not at all. Without a key, first check whether it was carried out.'

/** The error that the caller sees for what was thrown while its request was served. */
export function toApiError(log: Log, thrown: unknown, requestId: string): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof AcquirerNotConfigured) return notConfigured(thrown)
  const isOutage =
    thrown instanceof StorageUnavailable ||
    thrown instanceof CommitUnknown ||
    thrown instanceof AcquirerUnavailable
  if (!isOutage) return fault(log, thrown, requestId)
  // An outage's own words name codes and no values.
  log.warn({ requestId, cause: thrown.name, reason: thrown.message }, 'a request could not be served')
  return new ApiError('service_unavailable', unavailable, null, { 'Retry-After': '5' })
}

/** Repeating the request does not help, so this is not an outage. */
function notConfigured({ message }: AcquirerNotConfigured): ApiError {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return new ApiError('permission_denied', `${sentence}. Ask the operator of the gateway to add it.`)
}

export function fault(log: Log, thrown: unknown, requestId: string): ApiError {
  const { name, stack } = thrown instanceof Error ? thrown : { name: 'fault', stack: undefined }
  log.error({ requestId, cause: name, stack }, 'internal error')
  return internalError()
}

export function internalError(): ApiError {
  return new ApiError(
    'internal_error',
    'Something went wrong on our side. Quote the request ID when you report this to the operator of the gateway.',
  )
}
