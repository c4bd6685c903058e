/** The response to a path that no room knows; it needs no key, because it tells nothing. */
import { ApiError, errorBody, statusOfError } from './api-error.ts'

export function unknownPath(docsUrl: string, requestId: string): Response {
  const error = new ApiError('resource_missing', 'There is no such path.')
  return new Response(errorBody(error, requestId, docsUrl), {
    status: statusOfError(error.code),
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  })
}
