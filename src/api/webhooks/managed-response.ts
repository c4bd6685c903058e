/** The response to a request that changes an endpoint: the endpoint after the change, or the contract's error. */
import type { Managed } from '../../operations/webhooks/manage-endpoint.ts'
import { requestFields, securityEvent } from '../../security-event.ts'
import { ApiError } from '../api-error.ts'
import { type ApiResponse, type Call, KeyTakenMeanwhile } from '../endpoint.ts'

/** A change is a security event: whoever has a stolen key could have events sent elsewhere. */
export function respondToManaged(
  { gateway: { log }, context }: Pick<Call, 'gateway' | 'context'>,
  result: Managed<ApiResponse>,
): ApiResponse {
  switch (result.kind) {
    case 'done': {
      const object = `webhook endpoint ${result.endpoint.id}`
      securityEvent(log, 'webhook_endpoint_changed', { ...requestFields(context), object })
      return result.response
    }
    case 'url_refused':
      throw new ApiError('parameter_invalid', `The parameter url ${result.reason}.`, 'url')
    case 'no_encryption_key':
      throw new ApiError(
        'permission_denied',
        'Webhooks are not set up yet. Missing: an encryption key. Ask the operator of the gateway to set ENCRYPTION_KEY.',
      )
    case 'limit_reached':
      throw new ApiError(
        'webhook_endpoint_limit_reached',
        'There can be at most 16 webhook endpoints in each mode. Delete one first.',
      )
    case 'rolling':
      throw new ApiError(
        'webhook_secret_rolling',
        'The secret was replaced recently, and the previous one still signs. Send expires_in 0 to end both immediately.',
        'expires_in',
      )
    case 'not_found':
      throw new ApiError('resource_missing', 'No such webhook endpoint exists for this key.', 'id')
    case 'idempotency_key_taken':
      throw new KeyTakenMeanwhile()
  }
}
