/** What each endpoint is called, what it does, and which errors it can return. The declarations say the rest. */
import type { ErrorCode } from '../../src/api/api-error.ts'
import { eventOperations } from './event-operations.ts'
import { payments, sessionCreated } from './examples.ts'
import type { Operation } from './operation.ts'
import { webhookOperations } from './webhook-operations.ts'

const bodyErrors: readonly ErrorCode[] = [
  'parameter_missing',
  'idempotency_key_in_use',
  'body_too_large',
  'unsupported_media_type',
]

/** By method and path, as the router has them. */
export const operations: Readonly<Record<string, Operation>> = {
  'POST /v1/payments/hpp': {
    operationId: 'createHostedPayment',
    tag: 'Hosted payments',
    summary: 'Create a session on the hosted page',
    description:
      'Creates a payment and the page on which your customer pays. Send the customer to the `redirect_url` in the response. After paying or leaving the page, the customer returns to the `redirect_url` in your request.',
    requestExample: {
      amount: 2500,
      currency: 'eur',
      redirect_url: 'https://shop.example.com/checkout/complete',
      description: 'Order 1042',
      metadata: { order_id: '1042' },
    },
    success: {
      status: 201,
      description: 'The session: an open payment with the URL of its page in `redirect_url`.',
      schema: 'Payment',
      example: sessionCreated,
    },
    errors: [...bodyErrors, 'permission_denied'],
  },
  'POST /v1/payments': {
    operationId: 'createDirectPayment',
    tag: 'Direct payments',
    summary: 'Charge a card directly',
    description:
      'For merchants that are allowed to handle card numbers themselves. The response is immediate and never means that the card was charged: retrieve the payment until its status is final. While it is `requires_action`, send the customer to `next_action.redirect_url`. Afterward, the customer goes to `return_url` with `payment_id` and `status` in the query. An invalid card number or a past expiry date is not an HTTP error: the payment fails with `invalid_number` or `expired_card`.',
    requestExample: {
      amount: 2500,
      currency: 'eur',
      card: {
        number: '4111111111111111',
        exp_month: 12,
        exp_year: 2030,
        cvc: '123',
        holder_name: 'Alex Johnson',
      },
      return_url: 'https://shop.example.com/checkout/complete',
    },
    success: {
      status: 201,
      description: 'The payment, still open.',
      schema: 'Payment',
      example: payments.directCreated,
    },
    errors: [...bodyErrors, 'permission_denied'],
  },
  'GET /v1/payments': {
    operationId: 'listPayments',
    tag: 'Payments',
    summary: 'List payments',
    description:
      'Newest first. While `has_more` is true, request the next page with the ID of the last payment as `starting_after`. Payments created in the meantime do not affect the following pages. If payments are very large, a page may contain fewer than `limit`.',
    requestExample: null,
    success: {
      status: 200,
      description: 'A page of payments.',
      schema: 'PaymentList',
      example: { object: 'list', data: [payments.succeeded], has_more: false, url: '/v1/payments' },
    },
    errors: [],
  },
  'GET /v1/payments/:id': {
    operationId: 'getPayment',
    tag: 'Payments',
    summary: 'Retrieve a payment',
    description: 'Returns the latest state. Use it to decide whether an order is paid.',
    requestExample: null,
    success: {
      status: 200,
      description: 'The payment.',
      schema: 'Payment',
      example: payments.succeeded,
    },
    errors: ['resource_missing'],
  },
  'POST /v1/payments/:id/refund': {
    operationId: 'refundPayment',
    tag: 'Payments',
    summary: 'Refund a payment',
    description:
      'Refunds everything that has not been refunded yet, or part of it. Up to 100 refunds are possible within 180 days, as long as their sum does not exceed the amount. A refund is `pending` at first. Retrieve the payment to see the outcome.',
    requestExample: { reason: 'requested_by_customer', amount: 1000 },
    success: {
      status: 200,
      description: 'The payment with the new refund.',
      schema: 'Payment',
      example: payments.refunding,
    },
    errors: [
      ...bodyErrors,
      'permission_denied',
      'resource_missing',
      'payment_not_refundable',
      'payment_already_refunded',
      'refund_amount_too_large',
      'refund_limit_reached',
      'refund_window_closed',
    ],
  },
  'POST /v1/payments/:id/cancel': {
    operationId: 'cancelPayment',
    tag: 'Payments',
    summary: 'Cancel an open payment',
    description:
      'Cancels a payment that has not been paid. Its page then says that it was canceled, and no longer accepts a card. A payment cannot be canceled while a card is being charged. No body is needed.',
    requestExample: null,
    success: {
      status: 200,
      description: 'The payment, canceled.',
      schema: 'Payment',
      example: payments.canceled,
    },
    errors: [
      'idempotency_key_in_use',
      'body_too_large',
      'unsupported_media_type',
      'resource_missing',
      'payment_not_cancelable',
    ],
  },
  ...eventOperations,
  ...webhookOperations,
}
