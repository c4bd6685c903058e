/** Where adapters may send a customer's browser: links, forms, and the 3-D Secure method. */
import { describe, expect, it } from 'vitest'
import { fitAuthorizeAnswer, fitInquiryAnswer } from '../../src/core/attempt/fit-answers.ts'

const challenge = {
  kind: 'challenge',
  url: 'https://acs.example/3ds?creq=a%20b#top',
  method: 'GET',
  fields: {},
  country: null,
} as const
const method = {
  kind: 'three_ds_method',
  url: 'https://acs.example/method',
  data: 'eyJ0aHJlZURTU2VydmVyVHJhbnNJRCI6IjEifQ==',
  country: 'NL',
} as const

describe('a challenge', () => {
  const fitted = (url: unknown, mode: 'test' | 'live') => fitAuthorizeAnswer({ ...challenge, url }, mode)

  it.each([
    'https://acs.example',
    'https://acs.example:8443/a',
    'https://acs.example?creq=1',
    'https://acs.example#x',
    'HTTPS://ACS.example/3ds',
    'https://acs.example/3ds?threeDSServerTransID=4b0c1111-1111-4111-8111-111111111111',
    'https://acs.example/3ds?creq=%ff',
    `https://acs.example/${'a'.repeat(4_076)}`,
  ])('goes to %j', (url) => {
    expect(fitted(url, 'live')).toMatchObject({ url })
  })

  it('goes to an http address in test mode only, for the sandbox on this machine', () => {
    const url = 'http://localhost:4242/sandbox/bank/1'
    expect(fitted(url, 'test')).toMatchObject({ url })
    expect(fitted(url, 'live')).toBeNull()
    expect(fitted('HTTP://localhost:4242/sandbox/bank/1', 'live')).toBeNull()
  })

  it.each([
    'https://acs.example/3ds?pan=4111111111111111',
    'https://acs.example/4111-1111-1111-1111/3ds',
    'https://acs.example/3ds?pan=4111+1111+1111+1111&cvc=123',
    'https://acs.example/3ds?pan=%34%31%31%31%31%31%31%31%31%31%31%31%31%31%31%31',
    'https://acs.example/3ds#378282246310005',
    'https://4111111111111111.example/',
  ])('is refused where it holds a card number: %j', (url) => {
    expect(fitted(url, 'live')).toBeNull()
  })

  it.each([
    'javascript:alert(document.domain)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'ftp://acs.example',
    '//acs.example',
    'https:acs.example',
    'https://',
    'https:///x',
    'https://acs.example:99999/',
    'https://user@acs.example/',
    'https://acs.example\\@evil.example',
    'https://acs.example/a b',
    'https://acs.example/\n',
    'https://acs.exämple/',
    ' https://acs.example',
    'x https://acs.example',
    `https://acs.example/${'a'.repeat(4_077)}`,
    '',
    17,
    null,
  ])('cannot go to %j', (url) => {
    expect(fitted(url, 'live')).toBeNull()
    expect(fitted(url, 'test')).toBeNull()
  })
})

describe('a form to a challenge', () => {
  const fitted = (fields: unknown, method: unknown = 'POST') =>
    fitAuthorizeAnswer({ ...challenge, method, fields }, 'live')
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, '1']))

  it.each([
    { creq: 'e30' },
    { PaReq: 'eJx\r\n+/=', TermUrl: 'https://pay.example/?a=1&b=2', MD: '' },
    { 'a.b-c_9': ' ~' },
    { threeDSServerTransID: '4b0c1111-1111-4111-8111-111111111111' },
    many(16),
    { creq: 'a'.repeat(8_192) },
  ])('has the fields %j', (fields) => {
    expect(fitted(fields)).toStrictEqual({ ...challenge, method: 'POST', fields })
  })

  it.each([
    {},
    many(17),
    { creq: 'a'.repeat(8_193) },
    { a: 'a'.repeat(4_097), b: 'b'.repeat(4_096) },
    { '': '1' },
    { '1a': '1' },
    { 'a b': '1' },
    { ['a'.repeat(65)]: '1' },
    JSON.parse('{"__proto__":"1"}'),
    { creq: 17 },
    { creq: null },
    { creq: 'ä' },
    { creq: 'a\u0000' },
    ['e30'],
    'creq=e30',
    null,
    undefined,
  ])('cannot have the fields %j', (fields) => {
    expect(fitted(fields)).toBeNull()
  })

  const pan = '4111111111111111'
  const encoded = (text: string, alphabet: 'base64' | 'base64url') => Buffer.from(text).toString(alphabet)

  it.each([
    pan,
    '4111%201111%201111%201111',
    encoded(`{"acctNumber":"${pan}"}`, 'base64url'),
    encoded(`{"acctNumber":"${pan}"}`, 'base64'),
    encoded(`>>>???${pan}`, 'base64url'),
    `${encoded(`<pan>${pan}</pan>`, 'base64url')}a`,
  ])('is refused if a field holds a card number: %s', (value) => {
    expect(fitted({ creq: value })).toBeNull()
    expect(fitAuthorizeAnswer({ ...method, data: value }, 'live')).toBeNull()
  })

  it.each(['PUT', 'post', '', null])('cannot be sent by %j', (name) => {
    expect(fitted({ creq: 'e30' }, name)).toBeNull()
    expect(fitted({}, name)).toBeNull()
  })

  it('is no link', () => {
    expect(fitted({ creq: 'e30' }, 'GET')).toBeNull()
  })
})

describe('a 3-D Secure method', () => {
  const fitted = (changes: object) => fitInquiryAnswer({ ...method, ...changes }, 'live')

  it.each(['a', 'a'.repeat(4_096), 'Ab0+/==', 'Ab0-_'])('has the data %j', (data) => {
    expect(fitted({ data })).toMatchObject({ data })
  })

  it.each(['', 'a'.repeat(4_097), 'a b', 'a===', '=a', '<script>', 17, null])(
    'cannot have the data %j',
    (data) => {
      expect(fitted({ data })).toBeNull()
    },
  )

  it.each(['http://acs.example/', 'javascript:alert(1)', null])('cannot run at %j', (url) => {
    expect(fitted({ url })).toBeNull()
  })
})
