/** The bodies that the calls under /sandbox/v1 accept. */
import { z } from 'zod'
import { card } from '../api/request-schemas.ts'
import { type TestCard, testCards } from '../core/card/test-cards.ts'
import { challengeChoices } from './customer.ts'

const names = testCards.map(({ name }) => name)

export const payRequest = z
  .object({
    card: card.optional(),
    test_card: z
      .enum(names, `must be one of ${names.join(', ')}.`)
      .optional()
      .meta({ description: 'Name of a test card, instead of `card`.' }),
    challenge: z.enum(challengeChoices, 'must be pass, fail, cancel, or timeout.').optional().meta({
      description: "How the customer responds to the bank's challenge. Without it, the challenge stays open.",
    }),
  })
  .refine((body) => body.card === undefined || body.test_card === undefined, {
    path: ['test_card'],
    message: 'cannot be combined with card.',
  })
  .refine((body) => body.card !== undefined || body.test_card !== undefined || body.challenge !== undefined, {
    path: ['test_card'],
    message: 'is required unless card or challenge is sent.',
  })

export type PayRequest = z.output<typeof payRequest>

export function testCardNamed(wanted: string): TestCard | undefined {
  return testCards.find(({ name }) => name === wanted)
}
