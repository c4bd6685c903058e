/** What happened to an event on its way to an endpoint, for operators. */
import type { Delivery, DeliveryAttempt } from '../webhook/delivery.ts'
import type { DeliveryError } from '../webhook/delivery-error.ts'

type Time = (atMs: number) => string

/** `isCallback`: to the payment's own URL. `time` formats milliseconds since 1970 for people. */
export function explainDelivery(delivery: Delivery, isCallback: boolean, time: Time): string {
  const { eventType, eventId, endpointId } = delivery
  const to = isCallback ? `the callback_url (${endpointId})` : endpointId
  return `${eventType} (${eventId}) to ${to}: ${stateOf(delivery, isCallback, time)}`
}

function stateOf(
  { state, nextAtMs, attemptCount, completedAtMs, lastError }: Delivery,
  isCallback: boolean,
  time: Time,
): string {
  const at = completedAtMs === null ? '' : ` at ${time(completedAtMs)}`
  switch (state) {
    case 'succeeded':
      return `delivered${at}, with attempt ${attemptCount}.`
    case 'failed':
      return `given up${at}, after ${attemptCount} attempts. The merchant can recover it.`
    case 'skipped':
      return isCallback && lastError === 'address_not_public'
        ? 'not sent, because nothing is sent to this URL.'
        : 'not sent, because the endpoint was disabled. The merchant can recover it.'
    case 'pending':
      return attemptCount === 0 || nextAtMs === null
        ? 'waiting to be sent.'
        : `attempt ${attemptCount + 1} follows at ${time(nextAtMs)}.`
  }
}

export function explainDeliveryAttempt(attempt: DeliveryAttempt, time: Time): string {
  const { number, atMs, durationMs, statusCode, error } = attempt
  const response = statusCode === null ? null : `the response had status ${statusCode}`
  const outcome = error === 'status' || error === null ? null : outcomes[error]
  return `${time(atMs)}  attempt ${number}: ${[response, outcome].filter((part) => part !== null).join(', ')} (${durationMs} ms)`
}

const outcomes: Readonly<Record<Exclude<DeliveryError, 'status'>, string>> = {
  timed_out: 'no response in time',
  connection_refused: 'the connection was refused',
  connection_reset: 'the connection broke, or the response was not HTTP',
  name_not_resolved: 'the host name does not resolve to an address',
  address_not_public: 'the URL leads to an address that is not public, or is no longer known',
  tls_failed: 'TLS failed, for example because of the certificate',
  redirected: 'redirects are not followed',
  answer_too_large: 'the headers of the response are too large',
}
