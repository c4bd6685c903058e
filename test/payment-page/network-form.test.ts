/** A form with a co-badged card: which network it is charged through. */
import { describe, expect, it } from 'vitest'
import { CoBadged } from '../../src/core/card/co-badged.ts'
import type { Merchant } from '../../src/core/merchant.ts'
import { type FormResult, readForm } from '../../src/payment-page/form.ts'
import { formTerms } from '../../src/payment-page/form-terms.ts'
import { merchant, nowMs, payment } from './payments.ts'

const coBadged = CoBadged.ofTestCards()
const about = { fingerprintOf: () => 'fingerprint', networkOf: (pan: string) => coBadged.networkOf(pan) }
const french = { localNetworks: ['cartes_bancaires'] } as const
const form = {
  number: '4000 0025 0000 1001',
  expiry: '12/30',
  cvc: '123',
  name: 'Alex Johnson',
  email: 'alex@example.com',
}

function read(fields: Record<string, string>, of: Partial<Merchant> = french): FormResult {
  const terms = formTerms(payment({ mode: 'test' }), { ...merchant, ...of })
  return readForm(terms, new Map(Object.entries(fields)), nowMs, about)
}

const errorsOf = (result: FormResult) => (result.kind === 'errors' ? result.errors : result.kind)
const choiceOf = (result: FormResult) => (result.kind === 'errors' ? result.choice : null)

describe('a co-badged card', () => {
  it('needs an answer where the merchant accepts its local network, and is charged as answered', () => {
    const asked = read(form)
    expect(errorsOf(asked)).toEqual({ network: 'network.choose' })
    expect(choiceOf(asked)).toEqual({ offered: ['cartes_bancaires', 'visa'], chosen: null })
    for (const network of ['cartes_bancaires', 'visa'] as const)
      expect(read({ ...form, network })).toMatchObject({
        form: { cardSummary: { brand: 'visa', network } },
      })
  })

  it.each(['', 'dankort', 'mastercard', 'CB'])('does not take "%s" for an answer', (network) => {
    expect(errorsOf(read({ ...form, network }))).toEqual({ network: 'network.choose' })
  })

  it('keeps its answer when something else is wrong', () => {
    const result = read({ ...form, network: 'visa', cvc: '' })
    expect(errorsOf(result)).toEqual({ cvc: 'cvc.empty' })
    expect(choiceOf(result)).toMatchObject({ chosen: 'visa' })
  })

  it.each([
    [{ localNetworks: null }, 'card'],
    [{ localNetworks: ['dankort'] }, 'card'],
    [{ ...french, acceptedBrands: ['mastercard'] }, { number: 'number.unsupportedHere' }],
  ] as const)('is like any other card with a merchant that has %j', (of, expected) => {
    const result = read({ ...form, network: 'cartes_bancaires' }, of)
    expect(errorsOf(result)).toEqual(expected)
    if (result.kind === 'card') expect(result.form.cardSummary).not.toHaveProperty('network')
  })

  it('is charged by its local network when a test card’s button pays', () => {
    expect(read({ test_card: '5555552500001001' })).toMatchObject({
      form: { cardSummary: { brand: 'mastercard', network: 'cartes_bancaires' } },
    })
  })

  it('is no reason to ask about other cards', () => {
    expect(errorsOf(read({ ...form, number: '4929 4205 7359 5709', network: 'cartes_bancaires' }))).toBe(
      'card',
    )
  })
})
