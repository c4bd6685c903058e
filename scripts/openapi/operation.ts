/** What the published description says about one endpoint. */
import type { ErrorCode } from '../../src/api/api-error.ts'

export type Operation = Readonly<{
  operationId: string
  tag: 'Hosted payments' | 'Direct payments' | 'Payments' | 'Events' | 'Webhooks' | 'Sandbox'
  summary: string
  description: string
  requestExample: object | null
  success: Readonly<{ status: 200 | 201; description: string }> & (JsonContent | StreamContent)
  /** Header parameters that only this one has. */
  headers?: readonly object[]
  /** In addition to those that every endpoint can return. */
  errors: readonly ErrorCode[]
}>

type JsonContent = Readonly<{ schema: string; example: object }>
/** What is sent over time, instead of a document. */
type StreamContent = Readonly<{ stream: string }>
