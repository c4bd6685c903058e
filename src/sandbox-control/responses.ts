/** The body of a response under /sandbox/v1, as a schema. */
import { z } from 'zod'
import { paymentResponse } from '../api/response-schemas.ts'

export const sandboxResponse = z
  .strictObject({
    payment: paymentResponse,
    return_url: z.string().nullable().meta({
      description: 'Where the customer’s browser would go, or null while the payment is open.',
      format: 'uri',
      example: null,
    }),
  })
  .meta({ description: 'A payment in the sandbox, and where its customer goes.' })
