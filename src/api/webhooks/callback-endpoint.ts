/** What cannot be done with the endpoint that has no URL of its own, because each payment names one. */
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { ApiError } from '../api-error.ts'

type Deed = 'set_url' | 'delete' | 'test'

const whereTo = 'sends each event to the callback_url of its payment'

const refusals: Readonly<Record<Deed, () => ApiError>> = {
  set_url: () =>
    new ApiError(
      'parameter_invalid',
      `The parameter url cannot be set for this endpoint, because it ${whereTo}.`,
      'url',
    ),
  delete: () =>
    new ApiError(
      'permission_denied',
      `This endpoint ${whereTo}, and only the operator of the gateway can remove it. You can disable it.`,
    ),
  test: () =>
    new ApiError(
      'parameter_invalid',
      `This endpoint cannot be sent a test, because it ${whereTo}, and a test has no payment.`,
      'id',
    ),
}

export function requireOwnUrl({ url }: Pick<WebhookEndpoint, 'url'>, deed: Deed): void {
  if (url === null) throw refusals[deed]()
}
