/** What the tests need to know about an adapter. */
import type { Acquirer, Challenge, FormFields } from './port.ts'
import type { Session } from './session.ts'

export type Subject = Readonly<{
  name: string
  /** Approved immediately; its refunds succeed. */
  approvedPan: string
  /** Declined immediately. */
  declinedPan: string
  /** Requires a challenge; null if the test environment has none. */
  challengedPan: string | null
  /** Requires the 3-D Secure method before anything else; null if the adapter never asks for it. */
  methodPan: string | null
  /** Whether the test environment can settle payments on request. */
  canSettle: boolean
  /**
   * How long after its start an authorization that the acquirer does not know is acknowledged as reversed. Default: 0,
   * immediately.
   */
  tombstoneAfterMs?: number
  /**
   * Whether calling `authorize` after a reversal is the same as the first request arriving late. Default: true. False for
   * acquirers where each call sends something that did not exist before, such as a new card token.
   */
  canArriveLate?: boolean
  /** The largest amount that the test environment approves, in minor units. Default: the adapter's limit. */
  amountMinorMax?: number
  /** How long it can take until a transaction is in the statement. Default: 0, immediately. */
  statementLagMs?: number
  /** How many lines one page of the acquirer's statement has. The tests make one more. Default: there are no pages. */
  statementPageSize?: number
  /** Whether the test environment can be made unreachable. Default: false. */
  canDisconnect?: boolean
  /** Called before each test. */
  open(): Promise<OpenAcquirer>
}>

export type OpenAcquirer = Readonly<{
  acquirer: Acquirer
  /**
   * Completes the challenge as the customer would: opens its URL, or posts its fields there, and confirms. Resolves to the
   * fields that the browser brings back; empty if there are none.
   */
  passChallenge(challenge: Challenge): Promise<FormFields>
  /** Settles all approvals, earlier and later ones: from now on they can no longer be reversed. */
  settle(): Promise<void>
  /** Resolves when all pending refunds have ended. */
  finishRefunds(): Promise<void>
  /** From now on, no request reaches the acquirer. Needed only with `canDisconnect`. */
  disconnect?(): Promise<void>
  close(): Promise<void>
  /** The acquirer's time, in milliseconds since 1970, if it is not the real one. */
  nowMs?(): number
}>

/** A group of tests, by their sentences. */
export type Cases = Readonly<Record<string, (session: Session) => Promise<void>>>
