/** What is sent to an acquirer over HTTP, and what can become of it. */
import type { ConnectFailure } from '../../platform/outgoing/connect-failure.ts'

export type OutgoingRequest = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute. Its origin must be one that the transport was created for. */
  url: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
}>

/** A response that arrived whole, whatever its status. Redirects are responses like any other: nobody follows them. */
export type ReceivedResponse = Readonly<{
  kind: 'response'
  status: number
  /** By lower-case names; what was repeated is joined by commas. */
  headers: Readonly<Record<string, string>>
  body: string
}>

/**
 * `not_sent`: not one byte of the request left the gateway. `inconclusive`: it may have arrived, and may have been acted on.
 * A cause is a fixed code, so it can be stored and logged.
 */
export type Outcome =
  | ReceivedResponse
  | Readonly<{ kind: 'not_sent'; cause: NotSentCause }>
  | Readonly<{ kind: 'inconclusive'; cause: InconclusiveCause }>

type NotSentCause = ConnectFailure | 'host_not_allowed' | 'invalid_request'

export type InconclusiveCause =
  | 'aborted'
  | 'bad_response'
  | 'body_too_large'
  | 'connection_lost'
  | 'deadline'
  | 'encoded_body'
  | 'headers_too_large'
  /** Nothing would show that the body was cut off. */
  | 'length_unknown'
  | 'not_text'
  /** An exchange was asked to send a second time. Nothing more was sent. */
  | 'sent_before'

/** For people, in logs and in what the gateway tells about a payment. */
export function wordsOf(cause: NotSentCause | InconclusiveCause): string {
  return cause.replaceAll('_', ' ')
}
