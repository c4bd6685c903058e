/** Whatever state the page is in, `verify-page` finds nothing in it that does not belong there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPage } from '../../src/page-check/check-page.ts'
import { languageNames } from '../../src/payment-page/language/language-table.ts'
import { pageRows } from '../security/response-headers/page-rows.ts'
import { type Answer, World } from '../security/response-headers/world.ts'

const nothing = { headers: new Set<string>(), linkHosts: null }
let world: World
const pages: (readonly [name: string, answer: Answer])[] = []

beforeAll(async () => {
  world = await World.open()
  for (const [name, , ask] of pageRows) {
    const answer = await ask(world)
    const isPage = answer.method === 'GET' && answer.body.startsWith('<!doctype html>')
    if (isPage && !answer.path.startsWith('/sandbox')) pages.push([name, answer])
  }
})
afterAll(() => world.close())

function differencesIn({ path, status, headers, body }: Answer): readonly string[] {
  const url = new URL(path, 'https://pay.example.com')
  return checkPage(url, { status, headers, html: body }, nothing).differences
}

describe('a page as the gateway sends it has no differences', () => {
  it('in any state', () => {
    const found = pages.map(([name, answer]) => [name, differencesIn(answer)])
    expect(found).toEqual(pages.map(([name]) => [name, []]))
    expect(pages.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'the card form',
        'the card form of a live payment',
        'the hand-off by a link',
        'no payment',
      ]),
    )
  })

  it('in any language', async () => {
    const id = await world.newPayment()
    for (const language of Object.keys(languageNames)) {
      const answer = await world.get(`/hpp/${id}?locale=${language}`)
      expect(answer.body).toContain(`<html lang="${language}"`)
      expect([language, differencesIn(answer)]).toEqual([language, []])
    }
  })
})
