/** What an operator's module must look like: a sentence for each mistake, and none for a correct adapter. */
import { expect, it } from 'vitest'
import { shapeMistakes } from '../../src/ports/acquirer-shape.ts'
import { createAcquirer } from '../support/live-acquirer.ts'

const whole = createAcquirer()

const having = (capabilities: object) => ({ capabilities: { ...whole.capabilities, ...capabilities } })
const method = async () => {}

it.each<readonly [string, object]>([
  ['only what is needed', {}],
  [
    'everything that an adapter may have',
    {
      ...having({ lookup: 'by_handle', refundIsRepeatableForMs: 82_800_000, quietMs: 30_000 }),
      ...{ name: 'A bank (new)', defaultAccount: 'acct_1-A' },
      limits: { eur: { minMinor: 50, maxMinor: 50 }, usd: { minMinor: 0, maxMinor: 99_999_999 } },
      returnFields: ['payload'],
      ...{ prepare: method, resume: method, finishChallenge: method, reverseRefund: method },
      ...{ statement: method, check: method },
    },
  ],
  ['a name of one character', { name: 'a' }],
  ['a name of 40 characters', { name: 'a'.repeat(40) }],
  ['an account of 64 characters', { defaultAccount: 'a'.repeat(64) }],
])('an adapter may have %s', (_, changes) => {
  expect(shapeMistakes({ ...whole, ...changes })).toEqual([])
})

class Inheriting {
  name = 'a class'
  capabilities = whole.capabilities
  authorize() {}
  inquire() {}
  reverse() {}
  refund() {}
  inquireRefund() {}
}

it('an adapter may be an instance of a class', () => {
  expect(shapeMistakes(new Inheriting())).toEqual([])
})

it.each([undefined, null, 'acquirer', () => whole])('%s is not an adapter', (value) => {
  expect(shapeMistakes(value)).toEqual(['must export a createAcquirer() that returns an acquirer'])
})

const name = 'must have a name of 1 to 40 printable ASCII characters, without spaces at its ends'
const account =
  'must have a defaultAccount of 1 to 64 letters, digits, underscores, and hyphens, or leave it out'
const lookup =
  'must have by_reference or by_handle as capabilities.lookup, because otherwise a lost response cannot be resolved'
const quiet = 'must have a whole number of milliseconds as capabilities.quietMs'
const repeatable = 'must have a whole number of milliseconds or null as capabilities.refundIsRepeatableForMs'
const attempts = 'must have true or false as capabilities.attemptReversalIsTombstone'
const refunds = 'must have true or false as capabilities.refundReversalIsTombstone'
const fields = 'must list the names of fields in returnFields, or leave it out'
const range =
  'must have whole numbers as limits.eur.minMinor and limits.eur.maxMinor, and the first must not be larger than the second'

it.each<readonly [object, string]>([
  [{ name: undefined }, name],
  [{ name: '' }, name],
  [{ name: ' a' }, name],
  [{ name: 'a ' }, name],
  [{ name: 'bänk' }, name],
  [{ name: 'a'.repeat(41) }, name],
  [{ name: 'sandbox' }, 'must not have the name sandbox, which is reserved'],
  [{ defaultAccount: '' }, account],
  [{ defaultAccount: null }, account],
  [{ defaultAccount: 'a b' }, account],
  [{ defaultAccount: 'a'.repeat(65) }, account],
  [{ inquire: undefined }, 'must have the method inquire'],
  [{ refund: 'yes' }, 'must have the method refund'],
  [{ statement: null }, 'must have statement as a method, or leave it out'],
  [{ check: true }, 'must have check as a method, or leave it out'],
  [{ capabilities: undefined }, 'must have capabilities'],
  [{ capabilities: null }, 'must have capabilities'],
  [having({ lookup: 'none' }), lookup],
  [having({ lookup: undefined }), lookup],
  [
    having({ lookup: 'by_handle' }),
    'must have the method prepare, because it looks payments up by their handles',
  ],
  [having({ attemptReversalIsTombstone: undefined }), attempts],
  [having({ attemptReversalIsTombstone: 1 }), attempts],
  [having({ refundReversalIsTombstone: 'true' }), refunds],
  [having({ refundIsRepeatableForMs: undefined }), repeatable],
  [having({ refundIsRepeatableForMs: Number.POSITIVE_INFINITY }), repeatable],
  [having({ quietMs: undefined }), quiet],
  [having({ quietMs: '90000' }), quiet],
  [having({ quietMs: Number.NaN }), quiet],
  [having({ quietMs: 0.5 }), quiet],
  [having({ quietMs: -1 }), quiet],
  [{ limits: null }, 'must have limits for each currency, or no limits'],
  [
    { limits: { EUR: { minMinor: 1, maxMinor: 100 } } },
    'must not have limits for EUR, because the gateway only knows eur, usd, gbp',
  ],
  [{ limits: { eur: 100 } }, range],
  [{ limits: { eur: null } }, range],
  [{ limits: { eur: { minMinor: 100 } } }, range],
  [{ limits: { eur: { minMinor: '1', maxMinor: 100 } } }, range],
  [{ limits: { eur: { minMinor: 2, maxMinor: 1 } } }, range],
  [{ returnFields: 'payload' }, fields],
  [{ returnFields: [''] }, fields],
  [{ returnFields: [1] }, fields],
])('an adapter with %o is refused', (changes, mistake) => {
  expect(shapeMistakes({ ...whole, ...changes })).toEqual([mistake])
})

it('every mistake is named', () => {
  const { authorize: _, refund: _none, ...rest } = { ...whole, name: 'sandbox', ...having({ quietMs: null }) }
  expect(shapeMistakes(rest)).toEqual([
    'must not have the name sandbox, which is reserved',
    'must have the method authorize',
    'must have the method refund',
    quiet,
  ])
})
