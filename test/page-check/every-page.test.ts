/** Whatever state the page is in, `verify-page` finds nothing in it that does not belong there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPage } from '../../src/page-check/check-page.ts'
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

describe('a page as the gateway sends it', () => {
  it('has no differences, in any state', () => {
    const found = pages.map(([name, { path, status, headers, body }]) => {
      const url = new URL(path, 'https://pay.example.com')
      const { differences, kind } = checkPage(url, { status, headers, html: body }, nothing)
      return { name, differences, kind: kind === null ? 'of no kind' : 'known' }
    })
    expect(found).toEqual(found.map(({ name }) => ({ name, differences: [], kind: 'known' })))
    expect(pages.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'the card form',
        'the card form of a live payment',
        'the hand-off by a form',
        'the hand-off by a link',
        'no payment',
      ]),
    )
  })
})
