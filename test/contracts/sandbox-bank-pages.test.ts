/** The challenge pages of the sandbox's bank, as a browser without scripts meets them. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BrowserData } from '../../src/ports/acquirer.ts'
import { authorization, noDeadline, termsOf } from './acquirer-requests.ts'
import { bankUrl, openSandboxWorld, type SandboxWorld } from './sandbox-world.ts'

const returnUrl = 'https://pay.example/hpp/pay_1?attempt=1&x="><b>'
const formType = 'application/x-www-form-urlencoded'
const withoutScripts: BrowserData = {
  acceptHeader: 'text/html',
  userAgent: 'test',
  language: 'en',
  ip: null,
  javascriptEnabled: false,
  screen: null,
}
const scripted: BrowserData = { ...withoutScripts, javascriptEnabled: true }
let world: SandboxWorld
let url: string
let reference: string
let fields: Readonly<Record<string, string>>

beforeEach(async () => {
  world = await openSandboxWorld()
  ;({ url, reference, fields } = await challenge('4635440000002223'))
})

afterEach(() => world.close())

async function challenge(pan: string, browser: BrowserData | null = null) {
  const request = authorization(pan, { amountMinor: 123_456, returnUrl, payee: 'Bücher & <Co>', browser })
  const answer = await world.acquirer.authorize(request, noDeadline())
  if (answer.kind !== 'challenge') throw new Error(`expected a challenge, got ${answer.kind}`)
  return { url: answer.url, reference: request.reference, fields: answer.fields }
}

/** As the payment page's form does. */
const open = async (address = url) => world.answerChallenge(address, new URLSearchParams(fields).toString())
const look = async (address = url) => world.sandbox.pages.request(address)
const inquire = () => world.acquirer.inquire(termsOf({ reference }), noDeadline())

describe('the challenge page', () => {
  it('is found at the public origin of the bank, under an address that cannot be guessed', () => {
    expect(url).toMatch(/^https:\/\/pay\.example\/sandbox\/bank\/challenge\/[\w-]{22}$/)
    expect(url.startsWith(bankUrl)).toBe(true)
  })

  it('names payee, amount, and last four digits, offers four ways out, and says that it is simulated', async () => {
    const response = await open()
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).toMatch(/^<!doctype html><html lang="en">/)
    expect(text).toContain('Bücher &amp; &lt;Co&gt;')
    expect(text).toContain('€1,234.56')
    expect(text).toContain('2223')
    expect(text).toContain('Simulated bank')
    for (const outcome of ['pass', 'fail', 'cancel', 'timeout']) expect(text).toContain(`value="${outcome}"`)
    expect(text).not.toContain('<script')
  })

  it('allows only its own style and form', async () => {
    const response = await open()
    const style = /<style>(.*?)<\/style>/s.exec(await response.text())?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i)
  })

  it('changes nothing by being looked at', async () => {
    await open()
    expect((await inquire()).kind).toBe('challenge')
  })
})

describe('a challenge that is opened by a form', () => {
  it('asks for a full window', () => {
    const creq = JSON.parse(Buffer.from(fields.creq ?? '', 'base64url').toString())
    expect(creq).toMatchObject({ messageType: 'CReq', challengeWindowSize: '05' })
  })

  it('cannot be opened by its address', async () => {
    const response = await look()
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('<form')
  })

  it.each(['', 'e30', 'bm8', 'eyJhY3NUcmFuc0lEIjoiMSJ9'])(
    'cannot be opened by the request %j',
    async (creq) => {
      expect((await world.answerChallenge(url, `creq=${creq}`)).status).toBe(400)
      expect((await inquire()).kind).toBe('challenge')
    },
  )

  it('is unlike one that is opened by a link', async () => {
    const link = await challenge('4000008400001629')
    expect(link.fields).toEqual({})
    expect(await (await look(link.url)).text()).toContain('value="pass"')
  })
})

describe('the 3-D Secure method', () => {
  const methodNotificationUrl = 'https://pay.example/method?attempt=1'

  async function asked(pan = '4635440000002223') {
    const request = authorization(pan, { browser: scripted, methodNotificationUrl })
    const answer = await world.acquirer.authorize(request, noDeadline())
    if (answer.kind !== 'three_ds_method') throw new Error(`expected the method, got ${answer.kind}`)
    return { ...answer, reference: request.reference }
  }
  const run = (at: string, data: string) => world.answerChallenge(at, `threeDSMethodData=${data}`)

  it.each([null, withoutScripts])('is not asked for where no script can run it: %j', async (browser) => {
    expect((await challenge('4635440000002223', browser)).url).toContain('/challenge/')
    const frictionless = authorization('4000000000003220', { browser })
    expect(await world.acquirer.authorize(frictionless, noDeadline())).toMatchObject({ kind: 'approved' })
  })

  it('notifies the address of the request, and may be framed by the page only', async () => {
    const { url, data } = await asked()
    const page = await run(url, data)
    const text = await page.text()
    expect(text).toContain(`action="${methodNotificationUrl}"`)
    const script = /<script>(.*?)<\/script>/s.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(page.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  })

  it('runs with its own data only', async () => {
    const { url, data } = await asked()
    const other = await asked()
    for (const wrong of ['', 'e30', other.data]) expect((await run(url, wrong)).status).toBe(400)
    expect((await run(url.replace('/method/', '/method/x'), data)).status).toBe(404)
    expect((await look(url)).status).toBe(405)
  })

  it('comes before the challenge', async () => {
    const { url: methodUrl, reference: asking } = await asked()
    const challengeUrl = methodUrl.replace('/method/', '/challenge/')
    expect((await world.answerChallenge(challengeUrl, 'outcome=pass')).status).toBe(404)
    const answer = await world.acquirer.resume?.(
      { attempt: termsOf({ reference: asking }), methodCompletion: 'Y' },
      noDeadline(),
    )
    expect(answer).toMatchObject({ kind: 'challenge', url: challengeUrl, method: 'POST' })
    expect((await world.answerChallenge(challengeUrl, 'outcome=pass')).status).toBe(200)
    expect(await world.acquirer.inquire(termsOf({ reference: asking }), noDeadline())).toMatchObject({
      kind: 'approved',
    })
  })

  it('is all that a frictionless card needs', async () => {
    const { reference: asking } = await asked('4000000000003220')
    const answer = await world.acquirer.resume?.(
      { attempt: termsOf({ reference: asking }), methodCompletion: 'N' },
      noDeadline(),
    )
    expect(answer).toMatchObject({ kind: 'approved', amountMinor: 2_500 })
  })

  it('cannot be resumed for what was never authorized, or while the acquirer is down', async () => {
    const resume = (unknown: string) =>
      world.acquirer.resume?.(
        { attempt: termsOf({ reference: unknown }), methodCompletion: 'Y' },
        noDeadline(),
      )
    expect(await resume('nothing')).toMatchObject({ kind: 'unknown' })
    const { reference: asking } = await asked()
    world.faults.outage = 1
    expect(await resume(asking)).toMatchObject({ kind: 'unknown' })
  })
})

describe('answering', () => {
  it.each([
    ['pass', '4635440000002223', { kind: 'approved', amountMinor: 123_456 }],
    ['pass', '4000008400001629', { kind: 'declined', declineCode: 'generic_decline' }],
    ['fail', '4635440000002223', { kind: 'declined', declineCode: 'authentication_failed' }],
    ['cancel', '4635440000002223', { kind: 'declined', declineCode: 'authentication_failed' }],
    ['timeout', '4635440000002223', { kind: 'declined', declineCode: 'authentication_failed' }],
  ] as const)('%s with %s', async (outcome, pan, expected) => {
    ;({ url, reference } = await challenge(pan))
    const response = await world.answerChallenge(url, `code=&outcome=${outcome}`)
    expect(response.status).toBe(200)
    expect(await inquire()).toMatchObject(expected)
  })

  it('sends the browser on from a document of its own, with a link in case the browser stays', async () => {
    const text = await (await world.answerChallenge(url, 'code=1&outcome=pass')).text()
    const escaped = 'https://pay.example/hpp/pay_1?attempt=1&amp;x=&quot;&gt;&lt;b&gt;'
    expect(text).toContain(`<meta http-equiv="refresh" content="0; url=${escaped}"/>`)
    expect(text).toContain(`href="${escaped}"`)
  })

  it('counts the first answer only, and offers the way back after that', async () => {
    await world.answerChallenge(url, 'code=1&outcome=fail')
    const again = await world.answerChallenge(url, 'code=1&outcome=pass')
    const [reposted, revisit] = [await open(), await look()]
    for (const text of [await again.text(), await reposted.text(), await revisit.text()]) {
      expect(text).toContain('already answered')
      expect(text).toContain('Back to the payment')
      expect(text).not.toContain('http-equiv="refresh"')
      expect(text).not.toContain('<form')
    }
    expect(await inquire()).toMatchObject({ kind: 'declined', declineCode: 'authentication_failed' })
  })

  it('comes too late after the payment was withdrawn', async () => {
    await world.acquirer.reverse(termsOf({ reference }), noDeadline())
    const late = await world.answerChallenge(url, 'code=1&outcome=pass')
    expect(await late.text()).toContain('withdrawn')
    expect(await (await open()).text()).toContain('withdrawn')
    expect(await inquire()).toEqual({ kind: 'reversed' })
  })
})

describe('refusing', () => {
  it.each([
    ['no outcome', 'code=1'],
    ['an outcome that does not exist', 'code=1&outcome=approve'],
    ['two outcomes', 'code=1&outcome=pass&outcome=fail'],
    ['an unknown field', 'code=1&outcome=pass&amount=1'],
  ])('%s: 400, and the challenge stays open', async (_, body) => {
    expect((await world.answerChallenge(url, body)).status).toBe(400)
    expect((await inquire()).kind).toBe('challenge')
  })

  it.each([
    ['a body over 4 KiB', 413, formType, `outcome=pass&code=${'1'.repeat(4_096)}`],
    ['another content type', 415, 'text/plain', 'code=1&outcome=pass'],
    ['a file upload', 415, 'multipart/form-data; boundary=x', '--x--'],
  ])('%s', async (_, status, contentType, body) => {
    const headers = { 'content-type': contentType }
    const response = await world.sandbox.pages.request(url, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await inquire()).kind).toBe('challenge')
  })

  it('an unknown URL, with a page that reveals nothing', async () => {
    const unknown = `${bankUrl}/sandbox/bank/challenge/${'A'.repeat(22)}`
    const answers = [
      await open(unknown),
      await world.answerChallenge(unknown, 'code=1&outcome=pass'),
      await open(`${bankUrl}/sandbox/bank/elsewhere`),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.text()).toContain('This request does not exist')
    }
  })

  it('another method', async () => {
    const response = await world.sandbox.pages.request(url, { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
  })

  it('anything while the book cannot be read, with a page that says so, and the reason in the log', async () => {
    await world.sandbox.close()
    const response = await world.sandbox.pages.request(url, {}, { context: { id: 'req_1' } })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const message = "a page of the sandbox's bank could not be served"
    expect(world.warnings).toEqual([
      { requestId: 'req_1', cause: 'Error', reason: 'statement has been finalized', message },
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})
