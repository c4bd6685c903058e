/** The way to the issuer and back, as browsers with and without scripts and the issuer's own requests meet it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { issuerUrls } from '../../src/payment-page/issuer-urls.ts'
import { StorageUnavailable } from '../../src/ports/storage.ts'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'
import { card, type FormFields, Visitor } from './visitor.ts'

const byForm = { ...card, number: '4635440000002223' }
const byLink = { ...card, number: '4000008400001629' }
const scripts = 'de-AT,24,1920,1080,-60'
const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://acs.example' }

let gateway: TestApp
let visitor: Visitor
beforeEach(async () => {
  gateway = await openTestApp()
  visitor = new Visitor(gateway)
})
afterEach(() => gateway.close())

async function challenged(fields: FormFields = byForm): Promise<string> {
  const id = await visitor.newPayment()
  const answer = await visitor.pay(id, fields)
  expect(answer.headers.get('location')).toBe(`/hpp/${id}/authenticate`)
  return id
}

/** The path of an address that the issuer is given. */
async function issuerPath(id: string, name: 'returnUrl' | 'methodNotificationUrl'): Promise<string> {
  const key = Buffer.from(await gateway.app.storage.installationSecret('links'), 'hex')
  return issuerUrls(origin, key, { id }, 1)[name].replace(origin, '')
}

const stateOf = async (id: string) =>
  (JSON.parse(await visitor.html(`/hpp/${id}/status`)) as { state: string }).state

/** The hidden fields of the form that leads to the bank, and its address. */
async function formOf(id: string) {
  const html = await visitor.html(`/hpp/${id}/authenticate`)
  const [, action = '', inner = ''] =
    /<form method="post" action="([^"]+)" data-go="">(.*?)<\/form>/s.exec(html) ?? []
  const fields = [...inner.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]+)"/g)]
  return {
    html,
    action,
    fields: Object.fromEntries(fields.map(([, name, value]) => [name, value])) as FormFields,
  }
}

describe('a challenge', () => {
  it('that is a link is followed immediately, and waits if the customer comes back by hand', async () => {
    const id = await challenged(byLink)
    expect(await visitor.html(`/hpp/${id}/authenticate`)).toContain('http-equiv="refresh"')
    const page = await visitor.html(`/hpp/${id}`)
    expect(page).toContain('Continue to your bank')
    expect(page).toContain('/sandbox/bank/challenge/')
    expect(page).not.toMatch(/http-equiv="refresh"|name="number"/)
  })

  it('that is a form is posted to the bank from the hand-off alone', async () => {
    const id = await challenged()
    const { html, action, fields } = await formOf(id)
    expect(action).toMatch(new RegExp(`^${origin}/sandbox/bank/challenge/`))
    expect(html).toContain('€25.00')
    expect(html).toContain('Continue to your bank')
    const bank = await visitor.post(action, fields, foreign)
    expect([bank.status, await bank.text()]).toEqual([200, expect.stringContaining('Confirm payment')])
    const page = await visitor.html(`/hpp/${id}`)
    expect(page).toContain(`href="/hpp/${id}/authenticate"`)
    expect(page).not.toContain('/sandbox/bank/')
  })

  it('that ends while the database is away does not tell the customer that the bank was not asked', async () => {
    const id = await challenged()
    const { action } = await formOf(id)
    await visitor.post(action, { outcome: 'pass' }, foreign)
    const back = await issuerPath(id, 'returnUrl')
    const form = await visitor.actionOf(id, 'cancel')
    const findPayment = () => Promise.reject(new StorageUnavailable('gone'))
    Object.assign(gateway.app.storage, { findPayment })
    const [fromBank, fromForm] = [await visitor.post(back, 'cres=e30', foreign), await visitor.post(form)]
    expect([fromBank.status, fromForm.status]).toEqual([503, 503])
    expect(await fromForm.text()).toContain('Nothing was sent to your bank.')
    const html = await fromBank.text()
    expect(html).not.toContain('Nothing was sent to your bank.')
    expect(html).toContain(`href="/hpp/${id}"`)
  })

  it('needs nothing but the database after a restart', async () => {
    await gateway.close()
    const folder = mkdtempSync(join(tmpdir(), 'flowlix-challenge-'))
    gateway = await openTestApp({ folder })
    visitor = new Visitor(gateway)
    const id = await challenged()
    const before = await formOf(id)
    await gateway.close()
    gateway = await openTestApp({ folder })
    visitor = new Visitor(gateway)
    expect(Object.keys(before.fields)).toEqual(['creq'])
    expect((await formOf(id)).fields).toEqual(before.fields)
    rmSync(folder, { recursive: true })
  })

  it('is open for ten minutes, even if the session ends in the meantime', async () => {
    const id = await visitor.newPayment()
    await gateway.clock.advance(gateway.app.gateway.settings.sessionLifeMs - 60_000)
    await visitor.pay(id, byForm)
    await gateway.clock.advance(9 * 60_000)
    await gateway.work()
    expect(await stateOf(id)).toBe('challenge')
    const { action } = await formOf(id)
    await visitor.post(action, { outcome: 'pass' }, foreign)
    await gateway.request(await issuerPath(id, 'returnUrl'))
    expect(await stateOf(id)).toBe('succeeded')
  })

  it('can be canceled', async () => {
    const id = await challenged()
    await visitor.post(await visitor.actionOf(id, 'cancel'), '')
    expect((await visitor.read(id)).status).toBe('failed')
  })
})

describe('coming back', () => {
  it('believes neither a return without our signature nor what the browser says', async () => {
    const id = await challenged()
    const real = await issuerPath(id, 'returnUrl')
    for (const path of [`/hpp/${id}/3ds/return`, `${real}x`, real.replace('attempt=1', 'attempt=2'), real]) {
      for (const method of ['GET', 'POST']) {
        const answer = await gateway.request(path, { method, headers: foreign })
        expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
      }
    }
    expect((await visitor.read(id)).status).toBe('requires_action')
  })

  it('takes what the bank posts from its own site, and looks at none of it', async () => {
    const id = await challenged()
    await visitor.post((await formOf(id)).action, { outcome: 'pass' })
    const posted = { cres: 'eyJ0cmFuc1N0YXR1cyI6Ik4ifQ', threeDSSessionData: 'x' }
    const answer = await visitor.post(await issuerPath(id, 'returnUrl'), posted, foreign)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}/return`])
    expect((await visitor.read(id)).status).toBe('succeeded')
  })

  it('twice ends at the same page', async () => {
    const id = await challenged()
    await visitor.post((await formOf(id)).action, { outcome: 'fail' })
    const back = await issuerPath(id, 'returnUrl')
    const locations = [await gateway.request(back), await gateway.request(back)]
    expect(locations.map(({ headers }) => headers.get('location'))).toEqual([`/hpp/${id}`, `/hpp/${id}`])
    expect(await visitor.read(id)).toMatchObject({ status: 'failed', decline_code: 'authentication_failed' })
  })

  it('inside a frame of the bank leads out of it', async () => {
    const id = await challenged()
    await visitor.post((await formOf(id)).action, { outcome: 'pass' })
    const headers = { ...foreign, 'sec-fetch-dest': 'iframe' }
    const answer = await visitor.post(await issuerPath(id, 'returnUrl'), '', headers)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-frame-options')).toBeNull()
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https:;")
    const html = await answer.text()
    expect(html).toContain(`href="/hpp/${id}/next" target="_top"`)
    expect(html).not.toMatch(/25\.00|Test Shop/)
    expect((await gateway.request(`/hpp/${id}/next`)).headers.get('location')).toBe(`/hpp/${id}/return`)
  })
})

describe('the 3-D Secure method', () => {
  const asked = () => challenged({ ...byForm, browser: scripts })

  it('is prepared in a hidden frame', async () => {
    const id = await asked()
    expect(await stateOf(id)).toBe('identifying')
    const html = await visitor.html(`/hpp/${id}/authenticate`)
    expect(html).toContain('name="threeDSMethodData"')
    expect(await visitor.html(`/hpp/${id}`)).toContain(`href="/hpp/${id}/authenticate"`)
    expect(await visitor.read(id)).toMatchObject({
      status: 'requires_action',
      next_action: { redirect_url: `${origin}/hpp/${id}/authenticate` },
    })
  })

  it.each(['GET', 'POST'])('is ended by the notification of the bank: %s', async (method) => {
    const id = await asked()
    const answer = await gateway.request(await issuerPath(id, 'methodNotificationUrl'), {
      method,
      headers: foreign,
    })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    await gateway.app.gateway.running.drained()
    expect(await stateOf(id)).toBe('challenge')
    expect(await completionOf(id)).toBe('Y')
    expect((await formOf(id)).fields).toHaveProperty('creq')
  })

  it.each([
    ['N', { method: 'N' }],
    ['U', { method: 'U' }],
  ])('is ended by the page: %s', async (completion, fields) => {
    const id = await asked()
    const answer = await visitor.post(await visitor.actionOf(id, 'continue'), fields)
    expect(answer.headers.get('location')).toBe(`/hpp/${id}/authenticate`)
    expect(await completionOf(id)).toBe(completion)
  })

  it('is ended once: whoever comes later is led on', async () => {
    const id = await asked()
    const action = await visitor.actionOf(id, 'continue')
    const notify = await issuerPath(id, 'methodNotificationUrl')
    expect((await gateway.request(notify)).status).toBe(204)
    expect((await gateway.request(notify)).status).toBe(204)
    await gateway.app.gateway.running.drained()
    const late = await visitor.post(action, { method: 'N' })
    expect(late.headers.get('location')).toBe(`/hpp/${id}/authenticate`)
    expect(await completionOf(id)).toBe('Y')
  })

  it('may be all that the bank wants', async () => {
    const id = await challenged({ ...card, number: '4000000000003220', browser: scripts })
    await gateway.request(await issuerPath(id, 'methodNotificationUrl'))
    await gateway.app.gateway.running.drained()
    expect((await visitor.read(id)).status).toBe('succeeded')
  })

  it('is ended by nobody who was not asked', async () => {
    const id = await asked()
    const notify = await issuerPath(id, 'methodNotificationUrl')
    const back = await issuerPath(id, 'returnUrl')
    for (const path of [
      `${notify}x`,
      notify.replace('attempt=1', 'attempt=2'),
      back.replace('return', 'method'),
    ])
      expect((await gateway.request(path, { method: 'POST' })).status).toBe(400)
    const action = await visitor.actionOf(id, 'continue')
    expect((await visitor.post(action, { method: 'N' }, foreign)).status).toBe(403)
    for (const wrong of ['', { method: 'Y' }, { method: 'N', more: '1' }])
      expect((await visitor.post(action, wrong)).status).toBe(400)
    expect((await visitor.post(action.slice(0, -1), { method: 'N' })).headers.get('location')).toBe(
      `/hpp/${id}/authenticate`,
    )
    expect((await gateway.request(back)).headers.get('location')).toBe(`/hpp/${id}`)
    expect(await stateOf(id)).toBe('identifying')
  })

  async function completionOf(id: string) {
    return (await gateway.app.storage.findPayment(id))?.attempts[0]?.methodCompletion
  }
})
