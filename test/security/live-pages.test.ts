/** What is only for tests never reaches a live payment: no test card, no banner, no script and no style for them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { card } from '../payment-page/visitor.ts'
import { type Answer, World } from './response-headers/world.ts'

const livePan = '4929420573595709'
const words = messagesIn('en')
/** Whatever stands in a page of test mode only. */
const marks = [
  ...['test_card', 'data-tools', '[data-tools]', '.tools', 'Test cards', '/expire/', 'class="test"'],
  ...(['test.banner', 'test.bannerText', 'page.testTitle'] as const).map((key) => words.text(key)),
  ...testCards.map(({ pan }) => pan),
  ...testCards.filter(({ outcome }) => outcome.kind !== 'approve').map(({ label }) => label),
]
const marksIn = (text: string) => marks.filter((mark) => text.includes(mark))

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

const fields = (over: Readonly<Record<string, string>>) =>
  new URLSearchParams({ ...card, ...over }).toString()
const liveForm = async (body: string): Promise<readonly [id: string, answer: Answer]> => {
  const id = await world.newPayment('live')
  return [id, await world.post(await world.actionOf(id, 'pay'), body)]
}

describe('a live page', () => {
  it.each<[name: string, ask: () => Promise<Answer>]>([
    ['the card form', async () => world.get(`/hpp/${await world.newPayment('live')}`)],
    ['the card form with errors', async () => (await liveForm(fields({ number: '1' })))[1]],
    ['the receipt', async () => world.get(`/hpp/${(await liveForm(fields({ number: livePan })))[0]}`)],
    ['no payment', () => world.get('/hpp/none')],
    ['the privacy text', () => world.get('/privacy')],
  ])('%s, has nothing that is for tests', async (_, ask) => {
    const { body, headers } = await ask()
    expect(marksIn(body)).toEqual([])
    const policy = headers.find(([name]) => name === 'content-security-policy')?.[1] ?? ''
    for (const { styleHash, scriptHash } of [
      pageAssets.testForm,
      pageAssets.testShortForm,
      pageAssets.testState,
    ]) {
      expect(policy).not.toContain(styleHash)
      if (scriptHash !== pageAssets.state.scriptHash) expect(policy).not.toContain(scriptHash)
    }
  })

  it('ignores the button of a test card and asks for a card', async () => {
    const [id, { status }] = await liveForm('test_card=4242424242424242')
    expect(status).toBe(422)
    expect((await world.get(`/hpp/${id}`)).body).toContain('name="number"')
  })

  it('cannot be ended by the form of a test page', async () => {
    const id = await world.newPayment('live')
    const action = (await world.actionOf(id, 'pay')).replace('/pay/', '/expire/')
    const unknown = await world.post(action.replace(id, 'pay_00000000-0000-4000-8000-000000000000'), '')
    const { status, body } = await world.post(action, '')
    expect([status, body]).toEqual([404, unknown.body])
    expect((await world.get(`/hpp/${id}`)).body).toContain('name="number"')
  })
})

it('the script and the style of a live card form are others than in test mode, and know nothing of tests', () => {
  const { form, shortForm, testForm, state, testState } = pageAssets
  expect([form.scriptHash, form.styleHash, state.styleHash]).not.toEqual([
    testForm.scriptHash,
    testForm.styleHash,
    testState.styleHash,
  ])
  for (const { script, style } of [form, shortForm, state]) expect(marksIn(script + style)).toEqual([])
  expect(marksIn(testForm.script + testForm.style)).toEqual(
    expect.arrayContaining(['[data-tools]', '.tools']),
  )
})

it('the marks are those of a test page', async () => {
  const { body } = await world.get(`/hpp/${await world.newPayment('test')}`)
  expect(marksIn(body)).toEqual(marks)
})
