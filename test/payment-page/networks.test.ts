/** Co-badged cards from the number to the receipt: what the page is told, and what reaches the acquirer. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

const coBadged = '4000002500001001'

let app: TestApp
let visitor: Visitor
beforeAll(async () => {
  app = await openTestApp({ throttles: { ...noThrottles, statusPerMinute: 5 } })
  visitor = new Visitor(app)
})
beforeEach(() => app.app.storage.updateMerchant(app.merchantId, { localNetworks: ['cartes_bancaires'] }))
afterAll(() => app.close())

const ask = (id: string, body: string, headers = {}) => visitor.post(`/hpp/${id}/networks`, body, headers)
const told = async (id: string, digits: string) => (await ask(id, `digits=${digits}`)).json()
const cb = { id: 'cartes_bancaires', name: 'CB' }

/** What the acquirer was asked to charge it through. */
async function authorizedNetwork(id: string): Promise<string | null | undefined> {
  const reference = (await app.app.storage.findPayment(id))?.attempts[0]?.reference ?? ''
  const transactions = await app.app.sandbox.book.transactions()
  return transactions.find((one) => one.reference === reference)?.network
}

describe('the networks of a card', () => {
  it('are told by its first eight digits', async () => {
    const id = await visitor.newPayment()
    expect(await told(id, '40000025')).toEqual({ networks: [cb, { id: 'visa', name: 'Visa' }] })
    expect(await told(id, '55555525')).toEqual({ networks: [cb, { id: 'mastercard', name: 'Mastercard' }] })
    expect(await told(id, '42424242')).toEqual({ networks: [] })
  })

  it('are not told to a merchant’s page that accepts no local network', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { localNetworks: null })
    expect(await told(await visitor.newPayment(), '40000025')).toEqual({ networks: [] })
  })

  it.each([
    'digits=4000002500001001',
    'digits=400000250',
    'digits=4000002',
    'digits=4000002x',
    'digits=',
    'other=1',
    '',
  ])('are not told for anything but eight digits: %s', async (body) => {
    const answer = await ask(await visitor.newPayment(), body)
    expect([answer.status, await answer.json()]).toEqual([400, { networks: [] }])
  })

  it('are told neither to other sites nor about payments that do not exist', async () => {
    const id = await visitor.newPayment()
    const foreign = await ask(id, 'digits=40000025', { origin: 'https://evil.example' })
    const unknown = await ask('pay_00000000-0000-0000-0000-000000000000', 'digits=40000025')
    expect([foreign.status, unknown.status]).toEqual([403, 404])
  })

  it('are told a limited number of times for each payment, and nothing of the digits is logged', async () => {
    const id = await visitor.newPayment()
    for (let i = 0; i < 5; i++) expect((await ask(id, 'digits=40000025')).status).toBe(200)
    const tooOften = await ask(id, 'digits=40000025')
    expect([tooOften.status, tooOften.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await ask(await visitor.newPayment(), 'digits=40000025')).status).toBe(200)
    expect(app.logLines.join('\n')).not.toContain('40000025')
  })
})

describe('without scripts', () => {
  it('a co-badged card is answered by a choice, its number is asked for again, and the choice is charged', async () => {
    const id = await visitor.newPayment()
    const asked = await visitor.payWith(id, coBadged)
    const html = await asked.text()
    expect(asked.status).toBe(422)
    expect(html).toContain('<a href="#network">Choose CB or Visa</a>')
    expect(html).toMatch(/<input id="network" type="radio" name="network" value="cartes_bancaires" required/)
    expect(html).toContain('Enter your card number again')
    const withoutTestCards = html.split('data-tools')[0] ?? ''
    expect(withoutTestCards.replaceAll(/[^0-9]/g, '')).not.toContain(coBadged)
    expect((await app.app.storage.findPayment(id))?.attempts).toEqual([])

    expect((await visitor.pay(id, { ...card, number: coBadged, network: 'visa' })).status).toBe(303)
    expect(await authorizedNetwork(id)).toBe('visa')
  })

  it('the choice is kept while something else is wrong', async () => {
    const id = await visitor.newPayment()
    const fields = { ...card, number: coBadged, network: 'visa', cvc: '' }
    const html = await (await visitor.pay(id, fields)).text()
    expect(html).toMatch(/value="visa" checked/)
    expect(html).not.toContain('Choose CB or Visa')
  })
})

describe('a card that was charged through its local network', () => {
  it('is named by it on the receipt, and by its brand in the API', async () => {
    const id = await visitor.newPayment()
    await visitor.pay(id, { ...card, number: coBadged, network: 'cartes_bancaires' })
    expect(await authorizedNetwork(id)).toBe('cartes_bancaires')
    expect(await visitor.html(`/hpp/${id}`)).toContain('CB ending in 1001')
    const answer = await app.call('GET', `/v1/payments/${id}`)
    const { card: shown } = (await answer.json()) as { card: Readonly<Record<string, unknown>> }
    expect(shown).toEqual({ brand: 'visa', last4: '1001', exp_month: 12, exp_year: 2030, country: 'FR' })
  })
})

describe('other cards, and other merchants', () => {
  it('pay without a network', async () => {
    const id = await visitor.newPayment()
    await visitor.payWith(id, '4242424242424242')
    expect(await authorizedNetwork(id)).toBeNull()
    await app.app.storage.updateMerchant(app.merchantId, { localNetworks: null })
    const other = await visitor.newPayment()
    await visitor.payWith(other, coBadged)
    expect(await authorizedNetwork(other)).toBeNull()
    expect(await visitor.html(`/hpp/${other}`)).toContain('Visa ending in 1001')
  })

  it('have a form without the place for the choice', async () => {
    expect(await visitor.html(`/hpp/${await visitor.newPayment()}`)).toContain('data-networks="Pay with"')
    await app.app.storage.updateMerchant(app.merchantId, { localNetworks: null })
    expect(await visitor.html(`/hpp/${await visitor.newPayment()}`)).not.toContain('data-networks=')
  })
})
