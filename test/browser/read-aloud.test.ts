/** Each main state of the page, read from Chromium's accessibility tree as a screen reader would read it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTownForPages, pages } from '../../verification/browser/pages.ts'
import { readAloud } from '../../verification/browser/read-aloud.ts'
import type { Town } from '../../verification/browser/town.ts'
import { banner, footer, formFooter, sentences } from './read-aloud/sentences.ts'

let town: Town
beforeAll(async () => {
  town = await openTownForPages()
}, 60_000)
afterAll(() => town.close())

/** Title and main part, and what is around them. */
type Reading = Readonly<{ page: string; around: string }>

async function read(state: string): Promise<Reading> {
  const context = await town.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  await pages[state]?.[1](town, page)
  const lines = await readAloud(page, 'Test cards')
  await context.close()
  const text = lines
    .join('\n')
    .replaceAll(/pay_[0-9a-f-]{36}/g, 'pay_x')
    .replaceAll(/\w+ \d+, \d{4} at \d\d:\d\d UTC/g, '(date)')
  const [title = '', ...rest] = text.split('\n').map((line) => line.replace(/^ {2}/, ''))
  const start = rest.indexOf('main')
  const end = rest.indexOf('footer')
  const main = rest.slice(start + 1, end).map((line) => line.slice(2))
  return {
    page: `\n${[title, ...main].join('\n')}`,
    around: `\n${[...rest.slice(0, start), ...rest.slice(end)].join('\n')}`,
  }
}

describe('a screen reader reads', () => {
  it.each(Object.entries(sentences))('%s', async (state, expected) => {
    expect((await read(state)).page).toBe(expected)
  })

  it.each([
    ['the form', formFooter],
    ['the receipt', footer],
  ])('the same banner and footer around %s', async (state, end) => {
    expect((await read(state)).around).toBe(banner + end)
  })
})
