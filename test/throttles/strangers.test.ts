/** Who guesses keys and payment pages is told to wait; who has the right key or the right link at that address is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { Visitor } from '../payment-page/visitor.ts'
import { countStatuses, defaultThrottles, logged, openLimitedApp } from './limited-app.ts'

const attacker = '192.0.2.66'
const bystander = '192.0.2.77'
const tries = 3_000

let app: TestApp
beforeAll(async () => {
  app = await openLimitedApp()
})
afterAll(() => app.close())

const list = (from: string, key: string) =>
  app.requestFrom(from, '/v1/payments', { headers: { authorization: `Bearer ${key}` } })
const wrongKey = (i: number) => `fl_test_sk_${String(i).padStart(38, 'x')}`
const unknownPage = (i: number) => `/hpp/pay_00000000-0000-0000-0000-${String(i).padStart(12, '0')}`

describe('three thousand wrong keys from one address', () => {
  let wrong: readonly Response[]
  let right: readonly Response[]
  beforeAll(async () => {
    const asked = Array.from({ length: tries }, async (_, i) => ({
      wrong: await list(attacker, wrongKey(i)),
      right: i % 50 === 0 ? [await list(attacker, documentedTestKey)] : [],
    }))
    const answers = await Promise.all(asked)
    wrong = answers.map((answer) => answer.wrong)
    right = answers.flatMap((answer) => answer.right)
  })

  it('are refused as invalid twenty times, and then with 429', async () => {
    expect(countStatuses(wrong)).toEqual({ 401: 20, 429: 2_980 })
    const last = wrong[tries - 1] ?? Response.error()
    const { error } = (await last.json()) as { error: Record<string, unknown> }
    expect(error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded', param: null })
    expect(error.request_id).toBe(last.headers.get('flowlix-request-id'))
    expect(last.headers.get('retry-after')).toBe('3')
    expect(last.headers.get('x-ratelimit-limit')).toBeNull()
  })

  it('hold up no right key from that address', () => {
    expect(countStatuses(right)).toEqual({ 200: tries / 50 })
  })

  it('are nobody else’s', async () => {
    expect((await list(bystander, wrongKey(0))).status).toBe(401)
  })

  it('are logged in one line a minute', async () => {
    const lines = () => logged(app, 'security').filter(({ rule }) => rule === 'failed_keys')
    expect(lines()).toMatchObject([{ level: 'warn', address: attacker, count: 1 }])
    await app.clock.advance(60_000)
    for (let i = 0; i < 21; i++) await list(attacker, wrongKey(i))
    expect(lines().at(-1)).toMatchObject({ address: attacker, count: 2_980 })
    expect(lines()).toHaveLength(2)
  })

  it('are called wrong again after a minute', async () => {
    await app.clock.advance(60_000)
    expect((await list(attacker, wrongKey(1))).status).toBe(401)
  })

  it('count when the key is missing or malformed, too', async () => {
    const from = '192.0.2.88'
    const headers = [{}, { authorization: 'Bearer x' }, { authorization: 'Basic abc' }]
    const asked = Array.from({ length: 30 }, (_, i) =>
      app.requestFrom(from, '/v1/payments', { headers: headers[i % 3] ?? {} }),
    )
    expect(countStatuses(await Promise.all(asked))).toEqual({ 401: 20, 429: 10 })
  })
})

describe('three thousand unknown payment pages from one address', () => {
  let found: readonly Response[]
  let unknown: readonly Response[]
  beforeAll(async () => {
    const id = await new Visitor(app).newPayment()
    const paths = ['', '/return', '/status', '/next', '/authenticate']
    const asked = Array.from({ length: tries }, async (_, i) => ({
      unknown: await app.requestFrom(attacker, `${unknownPage(i)}${paths[i % paths.length]}`),
      found: i % 50 === 0 ? [await app.requestFrom(attacker, `/hpp/${id}`)] : [],
    }))
    const answers = await Promise.all(asked)
    unknown = answers.map((answer) => answer.unknown)
    found = answers.flatMap((answer) => answer.found)
  })

  it('are not found thirty times, and then refused with 429', async () => {
    expect(countStatuses(unknown)).toEqual({ 404: 30, 429: 2_970 })
    const html = (await unknown[2_995]?.text())?.replace(/<style>.*?<\/style>/gs, '')
    expect(html).toContain('Please wait a moment')
    const words = html?.replaceAll(/<style>.*?<\/style>/gs, '')
    expect(words).not.toMatch(/limit|address|rule/i)
    expect(unknown.at(-1)?.headers.get('retry-after')).toBe('60')
  })

  it('do not delay customers with a valid link at that address', () => {
    expect(countStatuses(found)).toEqual({ 200: tries / 50 })
  })

  it('are nobody else’s, and forms are counted, too', async () => {
    const visitor = new Visitor(app, bystander)
    const posts = Array.from({ length: 40 }, (_, i) => visitor.post(`${unknownPage(i)}/pay/x`))
    expect(countStatuses(await Promise.all(posts))).toEqual({ 404: 30, 429: 10 })
  })

  it('are logged without the requested URL', () => {
    const lines = logged(app, 'security').filter(({ rule }) => rule === 'unknown_pages')
    expect(lines).toMatchObject([{ address: attacker }, { address: bystander }])
    expect(JSON.stringify(lines)).not.toContain('pay_00000000')
  })
})

describe('where the address may be that of a proxy', () => {
  it('no client is limited by it', async () => {
    const keys = Array.from({ length: 100 }, (_, i) =>
      app.call('GET', '/v1/payments', undefined, { authorization: `Bearer ${wrongKey(i)}` }),
    )
    const pages = Array.from({ length: 100 }, (_, i) => app.request(unknownPage(i)))
    expect(countStatuses(await Promise.all([...keys, ...pages]))).toEqual({ 401: 100, 404: 100 })
  })
})

describe('with limits of one’s own', () => {
  it('each can be set, and 0 means none', async () => {
    const own = await openTestApp({
      throttles: { ...defaultThrottles, failedKeysPerMinute: 2, unknownPagesPerMinute: 0 },
    })
    const pages = Array.from({ length: 100 }, (_, i) => own.requestFrom(attacker, unknownPage(i)))
    const keys = Array.from({ length: 3 }, () => own.requestFrom(attacker, '/v1/payments'))
    expect(countStatuses(await Promise.all([...pages, ...keys]))).toEqual({ 401: 2, 404: 100, 429: 1 })
    await own.close()
  })
})
