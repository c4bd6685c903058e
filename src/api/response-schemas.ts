/**
 * The bodies of the API's responses, as schemas: every key is always present, in this order, and null where
 * nothing is known. They describe what `present-payment.ts` writes; a test holds real responses against them.
 */

import { z } from 'zod'
import { brands } from '../core/card/card.ts'
import { declineCodes } from '../core/decline.ts'
import { currencies } from '../core/money.ts'
import { paymentIdPattern } from '../core/payment/payment-id.ts'
import { publicStatuses } from '../core/payment/status.ts'
import { errorCodes } from './api-error.ts'

const seconds = (description: string) => z.int().min(0).meta({ description, example: 1719792000 })

const amountMinor = (description: string) => z.int().min(0).meta({ description, example: 2500 })

const currency = z
  .enum(currencies)
  .meta({ description: 'Three-letter ISO 4217 code in lowercase.', example: 'eur' })

const declineCode = z
  .enum(declineCodes)
  .nullable()
  .meta({ description: 'Why it was declined, or null.', example: null })

const declineMessage = z.string().nullable().meta({
  description: 'The decline code as an English sentence, for you. Customers see a different message.',
  example: null,
})

export const cardResponse = z
  .strictObject({
    brand: z.enum(brands).nullable().meta({ description: 'Card brand, if known.', example: 'visa' }),
    last4: z.string().meta({ description: 'Last four digits.', example: '1111' }),
    exp_month: z.int().nullable().meta({ description: 'Expiration month, if known.', example: 12 }),
    exp_year: z.int().nullable().meta({ description: 'Expiration year, if known.', example: 2030 }),
    country: z.string().nullable().meta({
      description: 'Country of the issuing bank, as an ISO 3166-1 alpha-2 code, if known.',
      example: 'US',
    }),
  })
  .meta({
    description:
      'The part of the card that is stored. In the response that creates a direct payment, only `last4` is known.',
  })

export const customerResponse = z
  .strictObject({
    email: z.string().meta({ description: 'Email address.', example: 'alex@example.com' }),
    name: z.string().meta({ description: 'First name, a space, and last name.', example: 'Alex Johnson' }),
  })
  .meta({ description: 'The customer.' })

export const nextActionResponse = z
  .strictObject({
    redirect_url: z.string().meta({
      description: 'The page that takes the customer to the bank and back. Open it in the whole window.',
      format: 'uri',
      example: 'https://pay.example.org/hpp/pay_0b6f7a52-9d3c-4e1a-8f57-2c4d6e8a0b13/authenticate',
    }),
  })
  .meta({ description: 'What the customer must do before the payment can continue.' })

export const refundResponse = z
  .strictObject({
    id: z.string().meta({ description: 'A ULID in lowercase.', example: '01j1ndzr5x8kq2v7m3c4t6w9ya' }),
    amount: amountMinor('Refunded amount in minor units.'),
    currency,
    reason: z
      .string()
      .meta({ description: 'The reason from your request.', example: 'requested_by_customer' }),
    status: z.enum(['pending', 'succeeded', 'failed']).meta({
      description: '`pending` at first, then `succeeded` or `failed` once the acquirer has decided.',
      example: 'pending',
    }),
    decline_code: declineCode,
    decline_message: declineMessage,
    created_at: seconds('When it was requested, in Unix seconds.'),
    updated_at: seconds('When it last changed, in Unix seconds.'),
    completed_at: seconds('When it succeeded or failed, in Unix seconds. Null until then.').nullable().meta({
      description: 'When it succeeded or failed, in Unix seconds. Null until then.',
      example: null,
    }),
    provider_refund_id: z
      .string()
      .nullable()
      .meta({ description: 'The reference of the acquirer, in live mode.', example: null }),
  })
  .meta({ description: 'A full or partial refund of a payment.' })

const timeOrNull = (description: string) => z.int().min(0).nullable().meta({ description, example: null })

export const paymentResponse = z
  .strictObject({
    id: z.string().meta({
      description: '`pay_` followed by a random UUID.',
      pattern: paymentIdPattern,
      example: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012',
    }),
    object: z.literal('payment').meta({ description: 'Always `payment`.', example: 'payment' }),
    amount: amountMinor('Amount in minor units, for example 2500 for EUR 25.00.'),
    currency,
    status: z.enum(publicStatuses).meta({
      description:
        '`pending` and `requires_action` are open. `succeeded`, `failed`, `expired`, and `canceled` are final and never change again.',
      example: 'pending',
    }),
    description: z
      .string()
      .nullable()
      .meta({ description: 'The description from your request, or null after its removal.', example: null }),
    card: cardResponse.nullable().meta({ description: 'The card. Null until the customer has entered one.' }),
    customer: customerResponse.nullable().meta({
      description:
        'The customer. For a hosted payment, it is null until the customer has completed the page, even if you sent it. It is null again after personal data was removed from the payment.',
    }),
    metadata: z
      .record(z.string(), z.string())
      .nullable()
      .meta({ description: 'The metadata from your request, or null after its removal.', example: null }),
    decline_code: declineCode,
    decline_message: declineMessage,
    redirect_url: z.string().nullable().meta({
      description:
        'URL of the hosted page. Present in the response that creates the session and null in every other response, so store it.',
      example: null,
    }),
    refunded_at: timeOrNull('When the full amount had been refunded, in Unix seconds.'),
    succeeded_at: timeOrNull('When it succeeded, in Unix seconds.'),
    failed_at: timeOrNull('When it failed, in Unix seconds.'),
    created: seconds('When it was created, in Unix seconds.'),
    livemode: z.boolean().meta({ description: 'False for payments made with a test key.', example: false }),
    refunded_amount: z.int().min(0).meta({
      description: 'Sum of all refunds that have not failed.',
      example: 0,
    }),
    provider_transaction_id: z
      .string()
      .nullable()
      .meta({ description: 'The reference of the acquirer, in live mode.', example: null }),
    refunds: z.array(refundResponse).meta({ description: 'Every refund, oldest first.' }),
    next_action: nextActionResponse.nullable().meta({
      description: 'Where to send the customer while the status is `requires_action`; otherwise null.',
    }),
  })
  .meta({ description: 'A payment: an amount that is charged to a card once.' })

export const paymentListResponse = z
  .strictObject({
    object: z.literal('list').meta({ description: 'Always `list`.', example: 'list' }),
    data: z.array(paymentResponse).meta({ description: 'Payments, newest first.' }),
    has_more: z
      .boolean()
      .meta({ description: 'Whether there are more payments in this direction.', example: false }),
    url: z.literal('/v1/payments').meta({ description: 'The path of the list.', example: '/v1/payments' }),
  })
  .meta({ description: 'A page of payments.' })

export const errorDetailResponse = z
  .strictObject({
    type: z
      .enum([
        'invalid_request_error',
        'authentication_error',
        'idempotency_error',
        'rate_limit_error',
        'api_error',
      ])
      .meta({ description: 'The kind of error.', example: 'invalid_request_error' }),
    code: z.enum(errorCodes).meta({ description: 'What exactly went wrong.', example: 'parameter_invalid' }),
    message: z.string().meta({
      description: 'A sentence for developers. Do not parse it; the wording may change.',
      example: 'The parameter amount must be an integer from 1 to 999999999999.',
    }),
    param: z.string().nullable().meta({
      description: 'The field (in dot notation), query parameter, or header that caused the error.',
      example: 'amount',
    }),
    decline_code: z
      .null()
      .meta({ description: 'Always null: a declined card is not an HTTP error.', example: null }),
    doc_url: z.string().meta({
      description: 'Where the documentation explains the code.',
      format: 'uri',
      example: 'https://pay.example.org/docs#error-parameter_invalid',
    }),
    request_id: z.string().meta({
      description: 'The same value as in the `Flowlix-Request-Id` header.',
      example: 'req_3v9k2m5x8q1t7w4z6y0b1c2d',
    }),
  })
  .meta({ description: 'What went wrong.' })

export const errorResponse = z
  .strictObject({ error: errorDetailResponse })
  .meta({ description: 'The body of every response that is not 2xx.' })
