/** A reference that is masked in a statement would look as if the adapter had not listed it. */
import { expect, it } from 'vitest'
import { newReference } from '../../acquirer-contract/src/requests.ts'
import { mask } from '../../src/core/card/mask.ts'

it('no reference of the contract is taken for a card number', () => {
  // One in two thousand was.
  for (let i = 0; i < 20_000; i++) {
    const reference = newReference()
    expect(mask(reference)).toBe(reference)
  }
})
