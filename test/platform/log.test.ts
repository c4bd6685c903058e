/** What a line of the log looks like, for machines and for people, and which lines are written. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mask } from '../../src/core/card/mask.ts'
import { createLog, type LogFormat } from '../../src/platform/log.ts'
import { type LogLevel, logLevels } from '../../src/platform/log-record.ts'
import { printable } from '../../src/platform/printable.ts'

function logged(
  level: LogLevel,
  format: LogFormat,
  use: (log: ReturnType<typeof createLog>) => void,
): string[] {
  const lines: string[] = []
  use(createLog({ level, format, mask, write: (line) => lines.push(line) }))
  return lines
}

const jsonOf = (fields: object, message: string): string =>
  logged('debug', 'json', (log) => log.info({ ...fields }, message))[0] ?? ''
const readableOf = (fields: object, message: string): string =>
  logged('debug', 'readable', (log) => log.info({ ...fields }, message))[0] ?? ''

describe('a JSON log line', () => {
  it('is a JSON object with its level, its time and its message', () => {
    expect(JSON.parse(jsonOf({ port: 4242, host: undefined }, 'listening'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      port: 4242,
      msg: 'listening',
    })
  })

  it('is one line that contains whatever it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(mask(JSON.stringify(text)) === JSON.stringify(text))
        const line = jsonOf({ text }, 'said')
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(JSON.parse(line).text).toBe(text.toWellFormed())
      }),
    )
  })

  it('contains neither card numbers nor keys', () => {
    const line = jsonOf({ cause: 'card 4111111111111111 by fl_live_sk_abc' }, 'a fault')
    expect(JSON.parse(line).cause).toBe('card [card number] by fl_live_sk_[masked]')
  })
})

describe('a readable log line', () => {
  it.each([
    ['a message', {}, 'stopped', 'stopped'],
    [
      'what belongs to it',
      { host: '127.0.0.1', port: 4242 },
      'listening',
      'listening (host 127.0.0.1, port 4242)',
    ],
    [
      'a request',
      {
        requestId: 'req_1',
        method: 'POST',
        route: '/v1/payments/hpp',
        status: 201,
        ms: 3.2,
        paymentId: 'pay_1',
      },
      'request',
      'POST /v1/payments/hpp 201 4 ms req_1 pay_1',
    ],
    [
      'what was wrong with a request',
      {
        requestId: 'req_1',
        method: 'POST',
        route: '/v1/payments/hpp',
        status: 400,
        ms: 1,
        note: 'parameter_invalid amount',
      },
      'request',
      'POST /v1/payments/hpp 400 1 ms parameter_invalid amount req_1',
    ],
    [
      'a typing error in a path',
      { requestId: 'req_1', method: 'GET', route: null, path: '/v1/payment', status: 404, ms: 0.2 },
      'request',
      'GET /v1/payment 404 1 ms req_1',
    ],
    [
      'a client that went away',
      { requestId: 'req_1', method: 'GET', route: '/hpp/:id', status: null, ms: 9, aborted: true },
      'request',
      'GET /hpp/:id client left 9 ms req_1',
    ],
    [
      'what happened to a payment',
      { paymentId: 'pay_1', event: 'payment_succeeded' },
      'The payment succeeded.',
      'pay_1 The payment succeeded.',
    ],
  ])('tells %s', (_, fields, message, line) => {
    expect(readableOf(fields, message)).toBe(`${line}\n`)
  })

  it('begins with its level, unless that is info', () => {
    const [line] = logged('debug', 'readable', (log) => log.warn({ requestId: 'req_1' }, 'a page failed'))
    expect(line).toBe('warn: a page failed (requestId req_1)\n')
  })

  it('shows a stack trace line by line', () => {
    expect(readableOf({ stack: 'Error\n  at a\n  at b' }, 'a fault')).toBe('a fault\nError\n  at a\n  at b\n')
  })

  it('cannot control a terminal or forge a line', () => {
    const evil = 'a\u001b]0;pwned\u0007\u009b2J\u0085b\u202ec\nd\u2028e\u007f'
    const spelled = 'a\\u001b]0;pwned\\u0007\\u009b2J\\u0085b\\u202ec\\u000ad\\u2028e\\u007f'
    expect(readableOf({ paymentId: 'pay_1', event: 'x' }, evil)).toBe(`pay_1 ${spelled}\n`)
    expect(readableOf({ cause: evil }, 'x')).toBe(`x (cause ${spelled})\n`)
    expect(readableOf({ route: null, path: evil, method: 'GET', ms: 1 }, 'request')).toContain(spelled)
  })
})

describe('printable text', () => {
  it('keeps everything except invisible characters', () => {
    expect(printable('Zoë paid 25,00 € 😀 שלום')).toBe('Zoë paid 25,00 € 😀 שלום')
    expect(printable('\ud800x')).toBe('\\ud800x')
  })

  it('contains no control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u)
      }),
    )
  })
})

describe('a level', () => {
  const everything = (log: ReturnType<typeof createLog>): void => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({}, level)
  }
  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ] as const)('of %s lets %i of four lines through', (level, count) => {
    expect(logged(level, 'json', everything)).toHaveLength(count)
  })

  it('never hides security events, unless it is silent', () => {
    const counts = logLevels.map(
      (level) => logged(level, 'json', (log) => log.info({ security: 'key_revoked' }, 'x')).length,
    )
    expect(counts).toEqual([1, 1, 1, 1, 0])
  })
})
