/** The page over the whole gateway, by requests as browsers send them: who may post what, and where it leads. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommitUnknown } from '../../src/ports/storage.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

let gateway: TestApp
let visitor: Visitor
beforeAll(async () => {
  gateway = await openTestApp()
  visitor = new Visitor(gateway)
})
afterAll(() => gateway.close())

const withoutIds = (html: string, id: string): string =>
  html.replace(/action="[^"]*"/g, '').replaceAll(id, '')

describe('paying', () => {
  it('ends on the way back to the shop, with the end saved before', async () => {
    const id = await visitor.newPayment()
    const answer = await visitor.pay(id)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}/return`])
    expect((await visitor.read(id)).status).toBe('succeeded')
    const way = await visitor.html(`/hpp/${id}/return`)
    expect(way).toContain(`0;url=https://shop.example.com/done?payment_id=${id}&amp;status=succeeded`)
  })

  it('gives a new cookie with every answer to a form', async () => {
    const id = await visitor.newPayment()
    const cookies = [
      await visitor.pay(id, { ...card, number: '1' }),
      await visitor.pay(id),
      await visitor.post(`/hpp/${id}/pay/x`, card),
    ].map((answer) => answer.headers.get('set-cookie') ?? '')
    expect(new Set(cookies).size).toBe(3)
    for (const cookie of cookies) expect(cookie).toMatch(`; Path=/hpp/${id}; HttpOnly; SameSite=Lax`)
  })

  it('accepts one of two forms that were open at the same time', async () => {
    const id = await visitor.newPayment()
    const actions = [await visitor.actionOf(id, 'pay'), await visitor.actionOf(id, 'pay')]
    const answers = await Promise.all(actions.map((action) => visitor.post(action, card)))
    expect(answers.map((answer) => answer.status)).toEqual([303, 303])
    const saved = await gateway.app.storage.findPayment(id)
    expect(saved?.attempts.map((attempt) => attempt.state)).toEqual(['approved'])
  })

  it('shows a mistake on the form, without number and code, and no attempt', async () => {
    const id = await visitor.newPayment()
    const answer = await visitor.pay(id, { ...card, number: '4242 4242 4242 4241', cvc: '737' })
    const shown = await answer.text()
    expect(answer.status).toBe(422)
    expect(shown).toContain('There may be a typo')
    // IDs and tokens may hold any three digits by chance.
    expect(withoutIds(shown, id)).not.toMatch(/4242 4242 4242 4241|737/)
    expect((await gateway.app.storage.findPayment(id))?.attempts).toEqual([])
  })

  it('pays by a test card button alone', async () => {
    const id = await visitor.newPayment()
    await visitor.pay(id, {
      number: '',
      expiry: '',
      cvc: '',
      name: '',
      email: '',
      test_card: '4000000000000002',
    })
    expect((await visitor.read(id)).status).toBe('failed')
    const shown = await gateway.request(`/hpp/${id}`)
    expect([shown.status, (await shown.text()).includes('method="post"')]).toEqual([200, false])
  })
})

describe('a post that must not count', () => {
  it.each([
    ['from another site', card, { 'sec-fetch-site': 'cross-site' }, 403],
    ['from another origin', card, { origin: 'https://evil.example' }, 403],
    ['in another format', '{}', { 'content-type': 'application/json' }, 415],
    ['too large', `number=${'1'.repeat(9000)}`, {}, 413],
    ['with a field twice', 'number=1&number=2', {}, 400],
    ['with a field that the form has not', { ...card, amount: '1' }, {}, 400],
    ['with a number that is no test card as one', { ...card, test_card: '4929420573595709' }, {}, 400],
  ] as const)('%s', async (_name, fields, headers, status) => {
    const id = await visitor.newPayment()
    const answer = await visitor.post(
      await visitor.actionOf(id, 'pay'),
      fields as typeof card,
      headers as Record<string, string>,
    )
    expect(answer.status).toBe(status)
    const after = await gateway.app.storage.findPayment(id)
    expect([after?.attempts, after?.version]).toEqual([[], 1])
  })

  it('for another payment or with a token that is none leads to the page and changes nothing', async () => {
    const [id, otherId] = [await visitor.newPayment(), await visitor.newPayment()]
    const token = (await visitor.actionOf(otherId, 'pay')).split('/').at(-1) ?? ''
    for (const wrong of [token, 'x', '%00']) {
      const answer = await visitor.post(`/hpp/${id}/pay/${wrong}`, card)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
    }
    expect((await visitor.read(id)).status).toBe('pending')
  })
})

describe('the address of a form, opened', () => {
  it.each(['pay/x', 'extend/x', 'expire/x', 'continue/x', 'networks'])(
    'leads to the payment: %s',
    async (form) => {
      const id = await visitor.newPayment()
      const answer = await gateway.request(`/hpp/${id}/${form}`)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
      expect((await visitor.read(id)).status).toBe('pending')
    },
  )
})

describe('leaving', () => {
  it('fails the payment and leads back', async () => {
    const id = await visitor.newPayment()
    const answer = await visitor.post(await visitor.actionOf(id, 'cancel'), '')
    expect(answer.headers.get('location')).toBe(`/hpp/${id}/return`)
    expect((await visitor.read(id)).status).toBe('failed')
    expect(await visitor.html(`/hpp/${id}/return`)).toContain('status=failed')
  })

  it('is too late after paying', async () => {
    const id = await visitor.newPayment()
    const action = await visitor.actionOf(id, 'cancel')
    await visitor.pay(id)
    expect((await visitor.post(action, '')).headers.get('location')).toBe(`/hpp/${id}`)
    expect((await visitor.read(id)).status).toBe('succeeded')
  })
})

describe('addresses', () => {
  const unknown = 'pay_00000000-0000-0000-0000-000000000000'

  it.each([
    `/hpp/${unknown}`,
    '/hpp/nope',
    `/hpp/${unknown}/return`,
    `/hpp/${unknown}/x`,
    '/hpp/%ff',
    '/hpp',
  ])('GET %s is not found, in the same words', async (path) => {
    const answer = await gateway.request(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe(await visitor.html('/hpp/nope'))
  })

  it('of a form leads to the page when it is opened by hand', async () => {
    const id = await visitor.newPayment()
    const answer = await gateway.request(await visitor.actionOf(id, 'pay'))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
  })

  it('say which methods they take', async () => {
    const id = await visitor.newPayment()
    const answer = await gateway.request(`/hpp/${id}`, { method: 'PUT' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
  })

  it('give the waiting script only the state', async () => {
    const id = await visitor.newPayment()
    expect(await visitor.html(`/hpp/${id}/status`)).toBe('{"state":"open"}')
  })

  it.each(['/privacy', '/accessibility'])('%s is a page', async (path) => {
    expect(await visitor.html(path)).toContain('<h1>')
  })
})

describe('a payment that was not paid in time', () => {
  it('is saved as expired before its page says so', async () => {
    const late = await openTestApp()
    const created = await late.call('POST', '/v1/payments/hpp', session)
    const { id } = (await created.json()) as { id: string }
    await late.clock.advance(86_400_000)
    const answer = await late.request(`/hpp/${id}`)
    expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('has expired')])
    expect((await late.app.storage.findPayment(id))?.ending?.kind).toBe('expired')
    await late.close()
  })
  it('is told with 503, and as expired by the next look, when the commit of that ends in doubt', async () => {
    const late = await openTestApp()
    const created = await late.call('POST', '/v1/payments/hpp', session)
    const { id } = (await created.json()) as { id: string }
    await late.clock.advance(86_400_000)
    const { save } = late.app.storage
    const saveInDoubt: typeof save = async (change) => {
      await save(change)
      throw new CommitUnknown('the server is gone')
    }
    Object.assign(late.app.storage, { save: saveInDoubt })
    const answer = await late.request(`/hpp/${id}`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(late.logLines.join('\n')).toContain('"reason":"the server is gone"')
    expect((await late.request(`/hpp/${id}`)).status).toBe(410)
    await late.close()
  })
})
