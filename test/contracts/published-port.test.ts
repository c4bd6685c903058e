/** The published interface of an acquirer is the one that the gateway uses: `npm run types` compares the two. */
import { expectTypeOf, it } from 'vitest'
import type * as published from '../../acquirer-contract/src/acquirer-contract.ts'
import type * as ports from '../../src/ports.ts'

it('accepts what the gateway sends, and offers what the gateway asks for', () => {
  expectTypeOf<published.Acquirer>().toExtend<ports.Acquirer>()
  expectTypeOf<ports.Acquirer>().toExtend<published.Acquirer>()
  expectTypeOf<published.AcquirerCapabilities>().toEqualTypeOf<ports.AcquirerCapabilities>()
  expectTypeOf<published.AcquirerLimits>().toEqualTypeOf<ports.AcquirerLimits>()
  expectTypeOf<published.AttemptTerms>().toEqualTypeOf<ports.AttemptTerms>()
  expectTypeOf<published.RefundTerms>().toEqualTypeOf<ports.RefundTerms>()
  expectTypeOf<published.PrepareRequest>().toEqualTypeOf<ports.PrepareRequest>()
  expectTypeOf<published.FinishChallengeRequest>().toEqualTypeOf<ports.FinishChallengeRequest>()
  expectTypeOf<published.StatementRequest>().toEqualTypeOf<ports.StatementRequest>()
  expectTypeOf<published.ResumeRequest>().toEqualTypeOf<ports.ResumeRequest>()
  expectTypeOf<published.BrowserData>().toEqualTypeOf<ports.BrowserData>()
  expectTypeOf<Omit<published.AuthorizeRequest, 'card'>>().toEqualTypeOf<
    Omit<ports.AuthorizeRequest, 'card'>
  >()
  expectTypeOf<ports.AuthorizeRequest['card']>().toExtend<published.Card>()
  expectTypeOf<keyof published.Acquirer>().toEqualTypeOf<keyof ports.Acquirer>()
})
