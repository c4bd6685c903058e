/** Browsers report what broke the page's rules: counted, told in one line a minute, and kept nowhere. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { logged } from '../throttles/limited-app.ts'

const pageUrl = 'https://pay.example.com/hpp/pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
const byReportTo = (directive: string) => ({
  type: 'csp-violation',
  age: 1,
  url: pageUrl,
  body: { documentURL: pageUrl, blockedURL: 'https://evil.example/x', effectiveDirective: directive },
})
const byReportUri = (directive: string) => ({
  'csp-report': { 'document-uri': pageUrl, 'effective-directive': directive, 'blocked-uri': 'inline' },
})

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

function report(body: unknown, type = 'application/reports+json'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return app.request('/csp-report', { method: 'POST', headers: { 'content-type': type }, body: text })
}

const lines = () => logged(app, 'security').filter(({ security }) => security === 'page_rule_broken')

describe('a report', () => {
  it.each([
    [
      'several at once, as report-to sends them',
      [byReportTo('img-src'), byReportTo('img-src')],
      'img-src',
      2,
    ],
    ['one, as report-uri sends it', byReportUri('script-src-elem'), 'script-src-elem', 1],
    ['of a script without integrity', [{ type: 'integrity-violation', body: {} }], 'integrity-violation', 1],
    ['of a rule that nobody knows', [byReportTo('x'.repeat(1_000))], 'other', 1],
  ] as const)('%s, is counted by its rule', async (_, body, rule, count) => {
    const type = Array.isArray(body) ? 'application/reports+json' : 'application/csp-report'
    expect((await report(body, type)).status).toBe(204)
    expect(lines()).toMatchObject([{ level: 'warn', [rule]: count }])
  })

  it('is logged without the page’s address, with which anyone could open the page', async () => {
    await report([byReportTo('img-src')])
    expect(app.logLines.join('\n')).not.toMatch(/pay_b2c3d4e5|evil\.example/)
  })

  it('is logged once a minute, with a count', async () => {
    for (let i = 0; i < 5; i++) await report([byReportTo('img-src')])
    expect(lines()).toMatchObject([{ 'img-src': 1 }])
    await report([byReportTo('form-action')])
    await app.clock.advance(59_999)
    expect(lines()).toHaveLength(1)
    await app.clock.advance(1)
    expect(lines()).toMatchObject([{ 'img-src': 1 }, { 'img-src': 4, 'form-action': 1 }])
  })

  it('is not lost when the process stops before the minute is over', async () => {
    for (let i = 0; i < 3; i++) await report([byReportTo('img-src')])
    app.app.stopAccepting()
    await new Promise((resolve) => setImmediate(resolve))
    expect(lines()).toMatchObject([{ 'img-src': 1 }, { 'img-src': 2 }])
  })
})

describe('something that is not a report', () => {
  it.each([
    ['too large', 'x'.repeat(9_000), 'application/csp-report', 413],
    ['of another type', '{}', 'text/plain', 415],
    ['not JSON', '{', 'application/csp-report', 400],
    ['a number', '1', 'application/csp-report', 400],
    ['nothing in a list', '[null]', 'application/reports+json', 400],
  ] as const)('%s, is refused and not counted', async (_, body, type, status) => {
    expect((await report(body, type)).status).toBe(status)
    expect(lines()).toEqual([])
  })

  it('is not answered to a GET', async () => {
    const answer = await app.request('/csp-report')
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('may arrive twice a second, from all clients together', async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, () => report([byReportTo('img-src')])))
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('60')
    await app.clock.advance(60_000)
    expect((await report([byReportTo('img-src')])).status).toBe(204)
  })
})
