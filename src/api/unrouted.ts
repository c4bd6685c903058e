/** Responses to what no endpoint has answered: a path that no room knows, and a fault that no room has caught. */
import type { Log } from '../ports.ts'
import { ApiError, errorBody, statusOfError } from './api-error.ts'

/** It needs no key, because it tells nothing. */
export function unknownPath(docsUrl: string, requestId: string): Response {
  return respond(new ApiError('resource_missing', 'This path does not exist.'), docsUrl, requestId)
}

export function uncaughtFault(log: Log, fault: Error, docsUrl: string, requestId: string): Response {
  log.error({ requestId, cause: fault.name, stack: fault.stack }, 'a fault')
  const message =
    'Something went wrong on our side. The request ID helps the operator of the gateway to find out what.'
  return respond(new ApiError('internal_error', message), docsUrl, requestId)
}

function respond(error: ApiError, docsUrl: string, requestId: string): Response {
  return new Response(errorBody(error, requestId, docsUrl), {
    status: statusOfError(error.code),
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  })
}
