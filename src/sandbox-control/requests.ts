/** What the calls under /sandbox/v1 take. */
import { z } from 'zod'
import { card } from '../api/request-schemas.ts'
import { type TestCard, testCards } from '../core/card/test-cards.ts'

const names = testCards.map(({ name }) => name)

export const payRequest = z
  .object({
    card: card.optional(),
    test_card: z
      .enum(names, `must be one of ${names.join(', ')}.`)
      .optional()
      .meta({ description: 'The test card by its name instead of its number.' }),
    challenge: z.enum(['pass', 'fail', 'cancel'], 'must be pass, fail, or cancel.').optional().meta({
      description: "What the customer answers to the bank's challenge. Without it, the challenge stays open.",
    }),
  })
  .refine((body) => body.card === undefined || body.test_card === undefined, {
    path: ['test_card'],
    message: 'must not be given together with card.',
  })
  .refine((body) => body.card !== undefined || body.test_card !== undefined || body.challenge !== undefined, {
    path: ['test_card'],
    message: 'is required unless card or challenge is given.',
  })

export type PayRequest = z.output<typeof payRequest>

export function testCardNamed(name: string): TestCard | undefined {
  return testCards.find((one) => one.name === name)
}
