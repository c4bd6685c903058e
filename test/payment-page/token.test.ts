/** Attempt tokens and the issuers' way back: good for exactly what they were made for. */
import { describe, expect, it } from 'vitest'
import { issuerUrls, readIssuerUrl } from '../../src/payment-page/issuer-urls.ts'
import { readAttemptToken, signAttemptToken, tokenLifeMs } from '../../src/payment-page/token.ts'
import { systemRandom } from '../../src/platform/system-random.ts'

const secretHex = '0b'.repeat(32)
const secret = Buffer.from(secretHex, 'hex')
const id = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
const otherId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789013'
const nowMs = 1_800_000_000_000
const make = (attemptNumber = 1): string =>
  signAttemptToken(secret, { paymentId: id, attemptNumber }, nowMs, systemRandom.bytes(8))

describe('an attempt token', () => {
  it('names the attempt of its form', () => {
    expect(readAttemptToken(secret, id, make(1), nowMs)).toBe(1)
    expect(readAttemptToken(secret, id, make(300), nowMs)).toBe(300)
  })

  it('is new at each rendering', () => {
    expect(make()).not.toBe(make())
  })

  it('is good for its payment and its installation only', () => {
    expect(readAttemptToken(secret, otherId, make(), nowMs)).toBeNull()
    expect(readAttemptToken(Buffer.alloc(32), id, make(), nowMs)).toBeNull()
  })

  it('ends after its life', () => {
    expect(readAttemptToken(secret, id, make(), nowMs + tokenLifeMs - 1)).toBe(1)
    expect(readAttemptToken(secret, id, make(), nowMs + tokenLifeMs)).toBe('too old')
  })

  it('bears no change in any place', () => {
    const token = make()
    for (let i = 0; i < token.length; i++) {
      const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`
      expect(readAttemptToken(secret, id, changed, nowMs)).toBeNull()
    }
  })

  it.each(['', 'x', '%00', 'a'.repeat(43), 'a'.repeat(5000), '🙂'])('is not %j', (text) => {
    expect(readAttemptToken(secret, id, text, nowMs)).toBeNull()
  })
})

describe.each([
  ['return', 'method'],
  ['method', 'return'],
] as const)('the address for the issuer: %s', (purpose, other) => {
  const urls = issuerUrls('https://pay.example', Buffer.from(secretHex, 'hex'), { id }, 2)
  const url = new URL(purpose === 'return' ? urls.returnUrl : urls.methodNotificationUrl)
  const attempt = url.searchParams.get('attempt') ?? ''
  const signature = url.searchParams.get('signature') ?? ''

  it('is on the page of the payment', () => {
    expect(url.origin + url.pathname).toBe(`https://pay.example/hpp/${id}/3ds/${purpose}`)
  })

  it('is believed as it was made', () => {
    expect(readIssuerUrl(secret, purpose, id, { attempt, signature })).toBe(2)
  })

  it('is not believed for the other purpose', () => {
    expect(readIssuerUrl(secret, other, id, { attempt, signature })).toBeNull()
  })

  it('is not believed for another attempt, another payment, or without its signature', () => {
    expect(readIssuerUrl(secret, purpose, id, { attempt: '1', signature })).toBeNull()
    expect(readIssuerUrl(secret, purpose, id, { attempt: '02', signature })).toBeNull()
    expect(readIssuerUrl(secret, purpose, otherId, { attempt, signature })).toBeNull()
    expect(readIssuerUrl(secret, purpose, id, { attempt, signature: `${signature}A` })).toBeNull()
    expect(readIssuerUrl(secret, purpose, id, { attempt, signature: undefined })).toBeNull()
    expect(readIssuerUrl(secret, purpose, id, { attempt: undefined, signature })).toBeNull()
  })

  it('cannot be used as an attempt token', () => {
    expect(readAttemptToken(secret, id, signature, nowMs)).toBeNull()
  })
})
