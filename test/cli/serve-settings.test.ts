/** Which settings `serve` refuses: all of them together, in sentences, before it opens anything. */
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/typed-command.ts'

const safe = { API_URL: 'https://api.example.com', PAY_URL: 'https://pay.example.com' }
const module = (name: string): string => fileURLToPath(new URL(`../support/${name}`, import.meta.url))

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.close())

describe('flowlix serve', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly RegExp[]]>([
    ['nothing is set', {}, [/API_URL must be set/, /PAY_URL must be set/]],
    ['one origin is missing', { API_URL: safe.API_URL }, [/PAY_URL must be set/]],
    [
      'the origins are not https',
      { API_URL: 'http://api.example.com', PAY_URL: 'http://pay.example.com' },
      [/API_URL must be https/, /PAY_URL must be https/],
    ],
    ['faults are switched on', { ...safe, SANDBOX_FAULTS: 'outage=1' }, [/SANDBOX_FAULTS/]],
    [
      'everything is wrong',
      { PORT: 'x', ATTEMPTS_MAX: '9', API_URL: 'http://api.example.com', SANDBOX_FAULTS: 'outage=1' },
      [/PORT/, /ATTEMPTS_MAX/, /API_URL must be https/, /PAY_URL must be set/, /SANDBOX_FAULTS/],
    ],
    [
      'the privacy text is not there',
      { ...safe, PRIVACY_FILE: 'gone.txt' },
      [/PRIVACY_FILE must name a readable/],
    ],
    ['the acquirer is not there', { ...safe, LIVE_ACQUIRER: './gone.js' }, [/LIVE_ACQUIRER must name/]],
    [
      'the acquirer cannot be made',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/failing.ts') },
      [/LIVE_ACQUIRER has a createAcquirer\(\) that failed: Error: no credentials/],
    ],
    [
      'the module is not an acquirer',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-create.ts') },
      [/LIVE_ACQUIRER must export createAcquirer/],
    ],
    [
      'the acquirer cannot look payments up',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-lookup.ts') },
      [/LIVE_ACQUIRER must have by_reference or by_handle as capabilities.lookup/],
    ],
    [
      'the acquirer looks payments up by handles that it does not give',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-prepare.ts') },
      [/LIVE_ACQUIRER must have the method prepare/],
    ],
    [
      'the acquirer lacks a method',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-refund.ts') },
      [/LIVE_ACQUIRER must have the method refund/],
    ],
    [
      "the acquirer's capabilities and limits are not what they must be",
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/misshapen.ts') },
      [
        /LIVE_ACQUIRER must have a whole number of milliseconds as capabilities.quietMs/,
        /LIVE_ACQUIRER must not have limits for EUR/,
      ],
    ],
    ['no engine is like that', { ...safe, DATABASE_URL: 'mysql://db/x' }, [/DATABASE_URL must be sqlite:/]],
  ])('does not start when %s', async (_, settings, mistakes) => {
    const refused = await desk.type(['serve'], settings)
    expect([refused.code, refused.stdout, readdirSync(desk.folder)]).toEqual([2, '', []])
    for (const mistake of mistakes) expect(refused.stderr).toMatch(mistake)
    expect(refused.stderr.split('\n').filter((line) => line.startsWith('  - '))).toHaveLength(mistakes.length)
  })

  it('does not create a database, so that a misspelled name is not taken for an empty one', async () => {
    const file = join(desk.folder, 'misspelled.db')
    const refused = await desk.type(['serve'], { ...safe, DATABASE_URL: `sqlite:${file}` })
    expect([refused.code, refused.stdout, readdirSync(desk.folder)]).toEqual([2, '', []])
    expect(refused.stderr.trim()).toBe(
      `flowlix: There is no database at ${file}: create it with "flowlix init", or set DATABASE_URL to an existing one.`,
    )
  })

  it('does not fill an empty file', async () => {
    const file = join(desk.folder, 'empty.db')
    writeFileSync(file, '')
    const refused = await desk.type(['serve'], { ...safe, DATABASE_URL: `sqlite:${file}` })
    expect([refused.code, refused.stdout, statSync(file).size]).toEqual([2, '', 0])
    expect(refused.stderr.trim()).toBe(
      `flowlix: The file ${file} is empty: create it with "flowlix init", or set DATABASE_URL to an existing one.`,
    )
  })

  it('does not start with a database in memory', async () => {
    const refused = await desk.type(['serve'], { ...safe, DATABASE_URL: 'sqlite::memory:' })
    expect([refused.code, refused.stdout, readdirSync(desk.folder)]).toEqual([2, '', []])
    expect(refused.stderr).toMatch(/is lost when its process ends: set DATABASE_URL to a file/)
  })
})
