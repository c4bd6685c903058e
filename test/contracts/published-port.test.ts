/** The published interface of an acquirer is the one that the gateway uses: `npm run types` compares the two. */
import { expectTypeOf, it } from 'vitest'
import type * as published from '../../acquirer-contract/src/acquirer-contract.ts'
import type * as port from '../../src/ports/acquirer.ts'

it('accepts what the gateway sends, and offers what the gateway asks for', () => {
  expectTypeOf<published.Acquirer>().toExtend<port.Acquirer>()
  expectTypeOf<port.Acquirer>().toExtend<published.Acquirer>()
  expectTypeOf<published.AcquirerCapabilities>().toEqualTypeOf<port.AcquirerCapabilities>()
  expectTypeOf<published.AcquirerLimits>().toEqualTypeOf<port.AcquirerLimits>()
  expectTypeOf<published.AttemptTerms>().toEqualTypeOf<port.AttemptTerms>()
  expectTypeOf<published.RefundTerms>().toEqualTypeOf<port.RefundTerms>()
  expectTypeOf<published.PrepareRequest>().toEqualTypeOf<port.PrepareRequest>()
  expectTypeOf<published.FinishChallengeRequest>().toEqualTypeOf<port.FinishChallengeRequest>()
  expectTypeOf<published.StatementRequest>().toEqualTypeOf<port.StatementRequest>()
  expectTypeOf<published.ResumeRequest>().toEqualTypeOf<port.ResumeRequest>()
  expectTypeOf<published.BrowserData>().toEqualTypeOf<port.BrowserData>()
  expectTypeOf<Omit<published.AuthorizeRequest, 'card'>>().toEqualTypeOf<
    Omit<port.AuthorizeRequest, 'card'>
  >()
  expectTypeOf<port.AuthorizeRequest['card']>().toExtend<published.Card>()
  expectTypeOf<keyof published.Acquirer>().toEqualTypeOf<keyof port.Acquirer>()
})
