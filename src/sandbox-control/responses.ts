/** The body of a response under /sandbox/v1, as a schema. */
import { z } from 'zod'
import { paymentResponse } from '../api/response-schemas.ts'

export const sandboxResponse = z
  .strictObject({
    payment: paymentResponse,
    return_url: z.string().nullable().meta({
      description: 'Where the browser of the customer would go, or null while the payment has not ended.',
      format: 'uri',
      example: null,
    }),
  })
  .meta({ description: 'A payment of the sandbox, and where its customer goes.' })
