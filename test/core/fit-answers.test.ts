/** Answers of adapters: which ones are accepted, without extra fields, and which are not. */
import { describe, expect, it } from 'vitest'
import {
  fitAuthorizeAnswer,
  fitInquiryAnswer,
  fitPrepareAnswer,
  fitRefundAnswer,
  fitRefundInquiryAnswer,
  fitResumeAnswer,
  fitReversalAnswer,
} from '../../src/core/attempt/fit-answers.ts'

const approved = {
  kind: 'approved',
  acquirerTransactionId: 'tx 1/ä'.replace('ä', 'a'),
  reference: '7k2m9x0q-0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5da1',
  amountMinor: 2_500,
  currency: 'eur',
  country: 'FR',
} as const
const declined = { kind: 'declined', declineCode: 'do_not_honor', country: null } as const
const challenge = {
  kind: 'challenge',
  url: 'https://acs.example/3ds?creq=a%20b#top',
  method: 'GET',
  fields: {},
  country: null,
} as const
const challengeForm = {
  ...challenge,
  method: 'POST',
  fields: { creq: 'eyJtZXNzYWdlVHlwZSI6IkNSZXEifQ', threeDSSessionData: 'b=1;c 2' },
} as const
const method = {
  kind: 'three_ds_method',
  url: 'https://acs.example/method',
  data: 'eyJ0aHJlZURTU2VydmVyVHJhbnNJRCI6IjEifQ==',
  country: 'NL',
} as const
const unknown = { kind: 'unknown', cause: 'HTTP 503' } as const
const pending = { kind: 'pending', acquirerRefundId: 're_1' } as const
const succeeded = { kind: 'succeeded', acquirerRefundId: 're_1' } as const
const failed = { kind: 'failed', declineCode: 'issuer_declined' } as const
const plain = (kind: string) => ({ kind })

const fits = {
  fitAuthorizeAnswer,
  fitInquiryAnswer,
  fitPrepareAnswer,
  fitResumeAnswer,
  fitReversalAnswer,
  fitRefundAnswer,
  fitRefundInquiryAnswer,
}
const all = [
  approved,
  declined,
  challenge,
  challengeForm,
  method,
  unknown,
  pending,
  succeeded,
  failed,
  ...['not_sent', 'pending', 'not_found', 'reversed', 'too_late'].map(plain),
]

describe.each([
  ['fitAuthorizeAnswer', [approved, declined, challenge, challengeForm, method, unknown, plain('not_sent')]],
  [
    'fitPrepareAnswer',
    [
      { kind: 'prepared', handle: 'pi_1' },
      { kind: 'not_sent', cause: 'HTTP 401' },
    ],
  ],
  [
    'fitResumeAnswer',
    [
      approved,
      declined,
      { ...declined, retry: 'never' },
      { ...declined, retry: 'later' },
      challenge,
      challengeForm,
      unknown,
    ],
  ],
  [
    'fitInquiryAnswer',
    [
      approved,
      declined,
      challenge,
      challengeForm,
      method,
      unknown,
      plain('pending'),
      plain('not_found'),
      plain('reversed'),
    ],
  ],
  ['fitReversalAnswer', [unknown, plain('reversed'), plain('too_late')]],
  ['fitRefundAnswer', [unknown, pending, succeeded, failed, plain('not_sent')]],
  ['fitRefundInquiryAnswer', [unknown, pending, succeeded, failed, plain('not_found'), plain('reversed')]],
] as const)('%s', (name, taken) => {
  const fitted = fits[name]

  it.each(taken)('accepts %j without any other field', (answer) => {
    const overfull = { ...answer, pan: '4111111111111111', raw: { cvc: '123' } }
    expect(fitted(overfull, 'live')).toStrictEqual(answer)
  })

  it('refuses the answer to another question', () => {
    const kindsTaken = taken.map((one) => JSON.stringify(one))
    for (const answer of all) {
      // A pending inquiry has no refund's id, which does not matter to it.
      if (name === 'fitInquiryAnswer' && answer.kind === 'pending') continue
      if (!kindsTaken.includes(JSON.stringify(answer))) expect(fitted(answer, 'live')).toBeNull()
    }
  })

  it.each([undefined, null, 0, '', 'approved', [], {}, { kind: 1 }, { kind: 'maybe' }, () => {}])(
    'refuses %j',
    (answer) => {
      expect(fitted(answer, 'live')).toBeNull()
    },
  )
})

const longest = 'x'.repeat(255)
const noNames = ['', ' a', 'a ', 'ä', 'a\nb', 'a\u007fb', 17, null, undefined, `${longest}x`] as const

describe('an approval', () => {
  const fitted = (changes: object) => fitAuthorizeAnswer({ ...approved, ...changes }, 'live')

  it.each(['acquirerTransactionId', 'reference'])('has a printable %s of at most 255 characters', (name) => {
    for (const value of ['a', 'a b', '~!', longest])
      expect(fitted({ [name]: value })).toMatchObject({ [name]: value })
    for (const value of noNames) expect(fitted({ [name]: value })).toBeNull()
  })

  it.each([0, -1, 1.5, Number.NaN, '2500', null, 1_000_000_000_000])(
    'cannot have the amount %j',
    (amountMinor) => {
      expect(fitted({ amountMinor })).toBeNull()
    },
  )

  it.each(['EUR', 'chf', '', null, 978])('cannot have the currency %j', (currency) => {
    expect(fitted({ currency })).toBeNull()
  })

  it.each(['', 'FRA', 'fr', 'XX', 250, undefined])('counts although its country is %j', (country) => {
    expect(fitted({ country })).toStrictEqual({ ...approved, country: null })
    expect(fitAuthorizeAnswer({ ...declined, country }, 'live')).toStrictEqual(declined)
    expect(fitAuthorizeAnswer({ ...challenge, country }, 'live')).toStrictEqual(challenge)
    expect(fitAuthorizeAnswer({ ...method, country }, 'live')).toStrictEqual({ ...method, country: null })
  })
})

describe('a handle', () => {
  const fitted = (changes: object) =>
    fitPrepareAnswer({ kind: 'prepared', handle: 'pi_1', ...changes }, 'live')

  it('is a name of at most 255 characters', () => {
    for (const handle of ['a', 'a b', longest]) expect(fitted({ handle })).toMatchObject({ handle })
    for (const handle of noNames) expect(fitted({ handle })).toBeNull()
  })

  it.each(['4111111111111111', 'pi_4111-1111-1111-1111'])('cannot hold a card number: %s', (handle) => {
    expect(fitted({ handle })).toBeNull()
  })

  it.each(['not_sent', 'unknown', 'approved', undefined])(
    'comes only with "prepared", not with %j',
    (kind) => {
      expect(fitted({ kind })).toBeNull()
    },
  )
})

describe('a decline', () => {
  it.each(['', '05', 'toString', 5, null, ['lost_card']])('cannot have the code %j', (declineCode) => {
    expect(fitAuthorizeAnswer({ ...declined, declineCode }, 'live')).toBeNull()
    expect(fitRefundAnswer({ ...failed, declineCode }, 'live')).toBeNull()
  })
})

describe('a refund', () => {
  it.each(noNames)('that was accepted cannot have the ID %j', (acquirerRefundId) => {
    expect(fitRefundAnswer({ ...pending, acquirerRefundId }, 'live')).toBeNull()
    expect(fitRefundInquiryAnswer({ ...succeeded, acquirerRefundId }, 'live')).toBeNull()
  })
})

const leaks = ['4111111111111111', 'tx-4111 1111 1111 1111-7', `${'x'.repeat(239)}4111111111111111`] as const

describe('an ID that holds a card number', () => {
  it.each(leaks)('is masked, and its answer counts: %j', (leak) => {
    const approval = fitAuthorizeAnswer({ ...approved, acquirerTransactionId: leak }, 'live')
    const inquiry = fitInquiryAnswer({ ...approved, acquirerTransactionId: leak }, 'live')
    const refund = fitRefundAnswer({ ...pending, acquirerRefundId: leak }, 'live')
    const refundInquiry = fitRefundInquiryAnswer({ ...succeeded, acquirerRefundId: leak }, 'live')
    for (const answer of [approval, inquiry, refund, refundInquiry]) {
      expect(JSON.stringify(answer)).toContain('[card number]')
      expect(JSON.stringify(answer)).not.toMatch(/1111/)
    }
  })

  it('has at most 255 characters when it is masked, too', () => {
    const id = `${'x'.repeat(243)}fl_test_sk_a`
    const answer = fitAuthorizeAnswer({ ...approved, acquirerTransactionId: id }, 'live')
    expect(answer).toMatchObject({ acquirerTransactionId: `${'x'.repeat(243)}fl_test_sk_[` })
  })

  it('is not one of ours, nor one that is made of hexadecimal digits', () => {
    for (const id of ['4b0c1111-1111-4111-8111-111111111111', 'pi_3P8x4242'])
      expect(fitAuthorizeAnswer({ ...approved, acquirerTransactionId: id }, 'live')).toMatchObject({
        acquirerTransactionId: id,
      })
  })
})
