/**
 * No card data is written or answered by the real gateway, whatever is sent to it; and a leak would be found: planted
 * ones are, in every encoding, in every kind of file.
 */
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseFile, outputFile } from '../../verification/gateway-process.ts'
import { removeScan, type ScanResult, scanCampaign } from '../../verification/scan/campaign.ts'
import { freshCard } from '../../verification/scan/marks.ts'
import { scanFolder } from '../../verification/scan/scan-folder.ts'

let result: ScanResult
beforeAll(async () => {
  result = await scanCampaign()
})
afterAll(() => removeScan(result))

const written = () => join(result.folder, 'written')

describe('a talkative gateway under every card, killed and restarted', () => {
  it('writes and answers no card data', () => {
    expect(result.findings).toEqual([])
  })

  it('has written what could hold some', () => {
    const names = readdirSync(written())
    expect(names).toEqual(expect.arrayContaining(['flowlix.db', 'sandbox-acquirer.db', 'output.log']))
    expect(readFileSync(outputFile(written()), 'utf8').length).toBeGreaterThan(1_000)
    const answers = readFileSync(join(result.folder, 'answered', 'answers.txt'), 'utf8')
    expect(answers.length).toBeGreaterThan(100_000)
    expect(result.requests).toBeGreaterThan(300)
  })

  it('has kept reasons of an adapter that puts whole requests into them, and nothing of the requests', () => {
    const database = new DatabaseSync(databaseFile(join(result.folder, 'leaked')), { readOnly: true })
    const causes = database.prepare("select distinct body ->> '$.cause' as cause from events").all()
    database.close()
    const told = causes.map(({ cause }) => String(cause)).join('\n')
    expect(told).toContain('gateway timeout, request was {"PAN":"[card number]","CVV":"[digits]"}')
    expect(told).toContain('the adapter returned an invalid answer')
    expect(told).toContain('the adapter failed (Timeout(')
  })

  it('has sent the marked cards to the acquirer, from the page and from the API', () => {
    const database = new DatabaseSync(databaseFile(written()), { readOnly: true })
    const sent = database.prepare(
      `select distinct kind from payments join attempts on attempts.payment_id = payments.id
       where attempts.card_last4 = ? and attempts.state = 'declined'`,
    )
    for (const { pan } of result.cards) expect(sent.all(pan.slice(-4))).toHaveLength(2)
    database.close()
  })
})

describe('a planted leak is found', () => {
  const { pan } = freshCard()
  const cvc = '806'
  const marks = { pans: [pan], cvcs: [cvc] }
  let copy: string

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'flowlix-planted-'))
    cpSync(written(), copy, { recursive: true })
  })
  afterEach(() => rmSync(copy, { recursive: true, force: true }))

  const spaced = pan.replaceAll(/(.{4})(?=.)/g, '$1 ')
  const utf16be = (text: string) => Buffer.from(Buffer.from(text, 'utf16le')).swap16()
  const percent = (text: string) => encodeURIComponent(text).replaceAll(/[0-9]/g, (digit) => `%3${digit}`)
  const plants: readonly (readonly [string, Buffer | string])[] = [
    ['plain', `a log line with ${pan} in it`],
    ['in groups', spaced],
    ['in groups with dashes', spaced.replaceAll(' ', '-')],
    ['in groups of a form', spaced.replaceAll(' ', '+')],
    ['utf-16le', Buffer.from(`x${pan}`, 'utf16le')],
    ['utf-16be', utf16be(`x${pan}`)],
    ['base64', Buffer.from(pan).toString('base64')],
    ['base64 after one byte', Buffer.from(`"${pan}"`).toString('base64')],
    ['base64 after two bytes', Buffer.from(`{"${pan}"}`).toString('base64')],
    ['base64url', Buffer.from(`:"${pan}",`).toString('base64url')],
    ['hex', Buffer.from(pan).toString('hex')],
    ['url-encoded', percent(pan)],
    ['json escapes', [...pan].map((digit) => `\\u003${digit}`).join('')],
    ['html entities', [...pan].map((digit) => `&#${48 + Number(digit)};`).join('')],
    ['reversed', [...pan].reverse().join('')],
    ['bcd', Buffer.from(pan, 'hex')],
    ['without its end', pan.slice(0, 13)],
    ['without its beginning', pan.slice(3)],
    ['code in a form', `number=1&cvc=${cvc}&x=1`],
    ['code in JSON', `{"cvc":"${cvc}"}`],
    ['code in JSON, as a number', `{"cvv": ${cvc}}`],
    ['code in JSON in JSON', JSON.stringify(JSON.stringify({ cvc }))],
    ['code in base64', Buffer.from(`{"cvc":"${cvc}"}`).toString('base64')],
    ['code in utf-16', Buffer.from(`{"cvc":"${cvc}"}`, 'utf16le')],
  ]

  it('and nothing is before', () => {
    expect(scanFolder(copy, marks)).toEqual([])
  })

  it.each(plants)('in a log: %s', (_name, bytes) => {
    appendFileSync(outputFile(copy), bytes)
    expect(scanFolder(copy, marks)).toContainEqual(expect.objectContaining({ file: 'output.log' }))
  })

  it.each(plants)('in a database file: %s', (_name, bytes) => {
    appendFileSync(databaseFile(copy), Buffer.concat([Buffer.alloc(64), Buffer.from(bytes)]))
    expect(scanFolder(copy, marks)).toContainEqual(expect.objectContaining({ file: 'flowlix.db' }))
  })

  it.each([
    ['a number, in a row', 'value', pan],
    ['a code, as a whole cell', 'value', cvc],
    ['a code, in JSON under any name', 'value', JSON.stringify({ a: [{ b: cvc }] })],
    ['a code, as an integer', 'cvc', Number(cvc)],
    ['a code, as bytes', 'value', Buffer.from(cvc)],
  ])('in a table: %s', (_name, column, value) => {
    const database = new DatabaseSync(databaseFile(copy))
    database.exec(`create table leak (${column})`)
    database.prepare('insert into leak values (?)').run(value)
    database.close()
    expect(scanFolder(copy, marks)).toContainEqual(expect.objectContaining({ file: 'flowlix.db' }))
  })

  it('in a row that was deleted', () => {
    const database = new DatabaseSync(databaseFile(copy))
    database.exec('pragma secure_delete = off; create table leak (value)')
    database.prepare('insert into leak values (?)').run(`${pan} in a row`)
    database.exec('delete from leak')
    database.close()
    expect(scanFolder(copy, marks)).toContainEqual(expect.objectContaining({ encoding: 'ascii' }))
  })

  it('in a file of any name, in any folder', () => {
    cpSync(written(), join(copy, 'deeper', 'still'), { recursive: true })
    writeFileSync(
      join(copy, 'deeper', 'still', 'core.4711'),
      Buffer.concat([Buffer.alloc(99), Buffer.from(pan)]),
    )
    expect(scanFolder(copy, marks)).toContainEqual({
      file: join('deeper', 'still', 'core.4711'),
      mark: `${pan.slice(0, 6)}…${pan.slice(-4)}`,
      encoding: 'ascii',
      place: 'byte 99',
    })
  })

  it('and is not where digits only look like a code', () => {
    const database = new DatabaseSync(databaseFile(copy))
    database.exec(`create table orders (amount_minor, note)`)
    database.prepare('insert into orders values (?, ?)').run(Number(cvc), `order ${cvc} of 2026`)
    database.close()
    appendFileSync(outputFile(copy), `{"duration_ms":${cvc},"port":${cvc}}\n`)
    expect(scanFolder(copy, marks)).toEqual([])
  })
})
