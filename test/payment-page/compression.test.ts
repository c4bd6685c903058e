/** Pages as they are sent: put together from parts that were compressed once, and unpacked to the same bytes. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { pageState } from '../../src/payment-page/state.ts'
import { compress } from '../../src/payment-page/templates/compress.ts'
import type { PageHtml } from '../../src/payment-page/templates/page-html.ts'
import {
  renderFormToIssuer,
  renderLinkToIssuer,
  renderMethod,
  renderOutOfFrame,
} from '../../src/payment-page/views/hand-off.tsx'
import { type OpenView, renderOpen } from '../../src/payment-page/views/open.tsx'
import { renderProblem, renderText } from '../../src/payment-page/views/plain.tsx'
import { renderResult } from '../../src/payment-page/views/result.tsx'
import type { EndedState } from '../../src/payment-page/views/result-words.ts'
import { renderChallenge, renderLeaving, renderProcessing } from '../../src/payment-page/views/waiting.tsx'
import { acceptsEncoding } from '../../src/platform/accepted-encoding.ts'
import { challenged, declined, merchant, nowMs, payment, refund, succeeded } from './payments.ts'

const messages = messagesIn('en')
const browser = 'gzip, deflate, br, zstd'
const url = 'https://bank.example/challenge?a=1&b=2'
const waiting = { messages, merchant, payment: challenged() }

function open(view: Partial<OpenView>, over: Partial<Payment> = {}): PageHtml {
  return renderOpen({
    ...{ messages, merchant, nowMs, token: 'TOKEN', payment: payment(over) },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
    ...view,
  })
}

function ended(of: Payment, leaves = false): PageHtml {
  return renderResult({
    ...{ messages, merchant, payment: of, leaves, isFresh: leaves, warnsOfRealCard: false },
    returnTo: 'https://shop.example/done',
    state: pageState(of, nowMs) as EndedState,
  })
}

const echo = { ...emptyEcho, expiry: '13/30', name: '\u0000<Zoë> \u{1f4b3}', email: 'a@b' }
const errors = { number: 'number.empty', expiry: 'expiry.month' } as const
const pages: readonly (readonly [name: string, page: () => PageHtml])[] = [
  ['the open form', () => open({}, { description: 'Order 5678' })],
  ['the open form in test mode', () => open({}, { mode: 'test' })],
  ['the open form of a short session', () => open({}, { expiresAtMs: nowMs + 3_600_000, extensionsMax: 10 })],
  ['the form with mistakes', () => open({ errors, echo })],
  [
    'the form with a billing address',
    () => open({ merchant: { ...merchant, billingAddress: 'required' }, country: 'DE' }),
  ],
  ['the form after a decline', () => open({ notice: 'details' })],
  [
    'the form after a real card in test mode',
    () => open({ notice: 'details', warnsOfRealCard: true }, { mode: 'test' }),
  ],
  ['the form with a long description', () => open({}, { description: '\u{1f4b3}é<'.repeat(160) })],
  ['processing', () => renderProcessing({ ...waiting, isLong: true })],
  ['the challenge', () => renderChallenge({ ...waiting, url, returnTo: url, token: 'TOKEN' })],
  ['the way to the bank', () => renderLinkToIssuer({ ...waiting, url })],
  ['the form to the bank', () => renderFormToIssuer({ ...waiting, url, fields: { creq: 'e30' } })],
  [
    "the bank's method",
    () => renderMethod({ ...waiting, method: { url, data: 'e30' }, continueTo: '/hpp/x/continue/TOKEN' }),
  ],
  ['out of a frame', () => renderOutOfFrame(messages, '/hpp/x/next')],
  ['the way back before the end', () => renderLeaving({ ...waiting, returnTo: url })],
  ['paid', () => ended(succeeded())],
  ['paid, on the way back', () => ended(succeeded(), true)],
  ['refunded', () => ended(succeeded({ refunds: [refund(500)] }))],
  ['failed', () => ended(declined('generic_decline'))],
  [
    'a problem',
    () =>
      renderProblem({
        ...{ messages, againTo: '/hpp/x', requestId: 'req_1', state: 'problem' },
        ...{ title: 'problem.oursTitle', text: 'problem.oursText' },
      }),
  ],
  [
    'a text that is longer than a stored block',
    () => renderText(messages, 'privacy.title', 'Wörter. '.repeat(20_000)),
  ],
]

/** By the end of the name; the others, 10 kB. */
const bytesMax = {
  // The test cards are for developers: customers never wait for them.
  'in test mode': 14_000,
  'short session': 12_000,
  // With the names of all countries.
  'billing address': 16_000,
}

describe('a page as it is sent', () => {
  it.each(pages)('unpacks to its text: %s', (_, render) => {
    const page = render()
    const text = page.toString()
    expect(text).toMatch(/^<!doctype html><html lang="en".*<\/html>$/s)
    expect(text.replace(echo.name.slice(0, 1), '')).not.toContain('\u0000')
    const sent = compress(page, browser)
    expect(sent.encoding).toBe('gzip')
    expect(gunzipSync(sent.bytes).toString()).toBe(text)
    const plain = compress(page, null)
    expect(plain.encoding).toBeNull()
    expect(plain.bytes.toString()).toBe(text)
  })

  it.each(pages.slice(0, -1))('weighs at most 10 kB with its script and style: %s', (name, render) => {
    const max = Object.entries(bytesMax).find(([end]) => name.endsWith(end))?.[1] ?? 10_000
    expect(compress(render(), browser).bytes.length).toBeLessThanOrEqual(max)
  })

  it('is the same the second time, when its shared parts are known', () => {
    for (const [, render] of pages) {
      const first = compress(render(), browser).bytes
      expect(compress(render(), browser).bytes.equals(first)).toBe(true)
    }
  })

  it('has a length that does not depend on what its secret and its words have in common', () => {
    const token = 'AAEAAGk7xW4xMjM0NTY3OIWc5w2k0l4x'
    const lengthWith = (description: string) =>
      compress(open({ token }, { description }), browser).bytes.length
    // The same characters, of which each takes its own number of bits, in another order.
    expect(lengthWith(token)).toBe(lengthWith([...token].reverse().join('')))
  })
})

describe('gzip', () => {
  it.each([
    ['gzip', true],
    [browser, true],
    ['GZIP;q=0.5, br;q=1', true],
    ['x-gzip', true],
    ['*', true],
    ['br, *;q=0.1', true],
    ['identity;q=0.5, gzip;q=0.5', true],
    [null, false],
    ['', false],
    ['br, zstd', false],
    ['gzip;q=0, *', false],
    ['gzip ; q=0.000', false],
    ['br, *;q=0', false],
    ['identity, gzip;q=0.9', false],
    ['gzip;q=much', false],
    ['notgzip', false],
  ])('for Accept-Encoding "%s": %s', (header, expected) => {
    expect(acceptsEncoding(header, 'gzip')).toBe(expected)
  })
})
