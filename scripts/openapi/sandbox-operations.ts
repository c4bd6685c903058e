/** What the calls that drive the sandbox are called, and what they do. */
import type { ErrorCode } from '../../src/api/api-error.ts'
import { payments } from './examples.ts'
import type { Operation } from './operation.ts'

const errors: readonly ErrorCode[] = [
  'idempotency_key_in_use',
  'body_too_large',
  'unsupported_media_type',
  'resource_missing',
]

const returnUrl = (status: string) =>
  `https://shop.example.com/checkout/complete?payment_id=${payments.succeeded.id}&status=${status}`

export const sandboxOperations: Readonly<Record<string, Operation>> = {
  'POST /sandbox/v1/payments/:id/pay': {
    operationId: 'paySandboxPayment',
    tag: 'Sandbox',
    summary: 'Pay an open session',
    description:
      'Pays an open session as a customer would, through the same requests as the hosted page. Without `challenge`, a challenge stays open; a second call with only `challenge` completes it.',
    requestExample: { test_card: 'insufficient_funds' },
    success: {
      status: 200,
      description: 'The current payment, and where the customer goes.',
      schema: 'SandboxPayment',
      example: { payment: payments.succeeded, return_url: returnUrl('succeeded') },
    },
    errors: ['parameter_missing', ...errors],
  },
  'POST /sandbox/v1/payments/:id/expire': {
    operationId: 'expireSandboxPayment',
    tag: 'Sandbox',
    summary: 'Let a session expire',
    description: 'Ends an open session now, as if its time had run out. No body is needed.',
    requestExample: null,
    success: {
      status: 200,
      description: 'The payment, expired.',
      schema: 'SandboxPayment',
      example: { payment: { ...payments.canceled, status: 'expired' }, return_url: returnUrl('failed') },
    },
    errors,
  },
  'POST /sandbox/v1/payments/:id/leave': {
    operationId: 'leaveSandboxPayment',
    tag: 'Sandbox',
    summary: 'Leave the page',
    description: 'Does what a customer who clicks “Cancel and return” does. No body is needed.',
    requestExample: null,
    success: {
      status: 200,
      description: 'The payment, failed with `canceled_by_customer`.',
      schema: 'SandboxPayment',
      example: { payment: payments.left, return_url: returnUrl('failed') },
    },
    errors,
  },
}
