/** Responses when no module has handled a request: an unknown path, or an error that no module has caught. */
import type { Log } from '../ports/system.ts'
import { ApiError } from './api-error.ts'
import { errorResponse, fault } from './error-response.ts'
import { toFetch } from './fetch-request.ts'

/** Needs no key, because it reveals nothing. */
export function unknownPath(docsUrl: string, requestId: string): Response {
  const missing = new ApiError('resource_missing', 'This path does not exist.')
  return toFetch(errorResponse(missing, requestId, docsUrl))
}

export function uncaughtFault(log: Log, thrown: Error, docsUrl: string, requestId: string): Response {
  return toFetch(errorResponse(fault(log, thrown, requestId), requestId, docsUrl))
}
