/** A merchant's details as a JSON file: what "merchants show --json" prints is what "merchants set --file" reads. */
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/typed-command.ts'

const examples = join(import.meta.dirname, '../../examples/merchants')
let desk: Desk
let merchant: string
beforeAll(async () => {
  desk = openDesk()
  await desk.type(['init'])
  cpSync(join(examples, 'hansen'), join(desk.folder, 'hansen'), { recursive: true })
  merchant = await create('--file', join(desk.folder, 'hansen/merchant.json'))
})
afterAll(() => desk.close())

async function create(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await desk.type(['merchants', 'create', ...args])
  expect([code, stderr]).toEqual([0, expect.stringContaining('flowlix keys create')])
  return stdout.split(' ')[0] ?? ''
}

function file(content: unknown): string {
  const path = join(desk.folder, 'merchant.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const set = (path: string, ...more: string[]) =>
  desk.type(['merchants', 'set', merchant, '--file', path, ...more])
const json = async (id = merchant) =>
  JSON.parse((await desk.type(['merchants', 'show', id, '--json'])).stdout) as Record<string, unknown>

describe('a merchant file', () => {
  it('describes a merchant in full, and shows the contrast of the color', async () => {
    const { stdout } = await desk.type(['merchants', 'show', merchant])
    for (const line of [
      /^name +Hansen & Söhne$/m,
      /^address-line +Große Bergstraße 12$/m,
      /^logo +image\/png, 192 x 192 pixels$/m,
      /^accent-color +#0b5d3f$/m,
      /^ {2}in light +#0b5d3f, contrast 7\.\d\d:1 with the page, and 7\.\d\d:1 with its white text$/m,
      /^ {2}in dark +#[0-9a-f]{6}, contrast 3\.\d\d:1 with the page, and \d\.\d\d:1 with its white text$/m,
      /^support-phone +\+49 40 1234567$/m,
      /^powered-by +on$/m,
      /^attempts-max +3$/m,
    ]) {
      expect(stdout).toMatch(line)
    }
    expect(stdout).not.toContain('Live payments need')
  })

  it('lists the card brands that customers may pay with, which an option writes in one string', async () => {
    await set(file({ accepted_brands: ['mastercard', 'visa', 'visa'] }))
    expect((await json()).accepted_brands).toEqual(['visa', 'mastercard'])
    const { stdout } = await desk.type(['merchants', 'set', merchant, '--accepted-brands', 'jcb,amex'])
    expect(stdout).toMatch(/^accepted-brands +amex, jcb$/m)
    for (const [brands, mistake] of [
      [['visa', 'elo'], 'accepted_brands must be one or more of visa, mastercard, amex'],
      ['visa', 'accepted_brands must be a list of strings, or null'],
      [[4], 'accepted_brands must be a list of strings, or null'],
    ])
      expect((await set(file({ accepted_brands: brands }))).stderr).toContain(mistake)
    const empty = await set(file({ accepted_brands: [] }))
    expect(empty.stderr).toContain('accepted_brands must not be an empty list; null stands for the default')
    expect((await json()).accepted_brands).toEqual(['amex', 'jcb'])
    await set(file({ accepted_brands: null }))
    expect((await json()).accepted_brands).toBeNull()
  })

  it('lists the local networks of co-badged cards', async () => {
    const { stdout } = await desk.type(['merchants', 'set', merchant, '--local-networks', 'cartes_bancaires'])
    expect(stdout).toMatch(/^local-networks +cartes_bancaires$/m)
    expect((await set(file({ local_networks: ['elo'] }))).stderr).toContain(
      'local_networks must be one or more of bancontact, cartes_bancaires, dankort',
    )
    await set(file({ local_networks: null }))
    expect((await json()).local_networks).toBeNull()
  })

  it('is what "show --json" prints, so that it can be copied to another merchant', async () => {
    const printed = await json()
    const example = JSON.parse(readFileSync(join(examples, 'hansen/merchant.json'), 'utf8'))
    const logo = readFileSync(join(examples, 'hansen/logo.png')).toString('base64')
    const acquirers = ['acquirer', 'acquirer_account', 'test_acquirer', 'test_acquirer_account']
    const unset = Object.fromEntries(acquirers.map((key) => [key, null]))
    expect(printed).toEqual({ ...example, ...unset, logo: `data:image/png;base64,${logo}` })
    const copy = await create('--file', file(printed), '--name', 'A copy')
    expect(await json(copy)).toEqual({ ...printed, name: 'A copy' })
  })

  it('changes only the keys that it has, and removes what is null', async () => {
    const id = await create(
      '--file',
      file({ name: 'Shop', city: 'Berlin', powered_by: false, attempts_max: 2 }),
    )
    await desk.type(['merchants', 'set', id, '--file', file({ city: null, country: 'DE' })])
    expect(await json(id)).toMatchObject({
      name: 'Shop',
      city: null,
      country: 'DE',
      powered_by: false,
      attempts_max: 2,
    })
  })

  it('finds its logo beside itself', async () => {
    copyFileSync(join(examples, 'lumiere/logo.webp'), join(desk.folder, 'other.webp'))
    expect((await set(file({ logo: 'other.webp' }))).stdout).toMatch(/^logo +image\/webp, 400 x 100 pixels$/m)
    expect((await set(file({ logo: null }))).stdout).toMatch(/^logo +-$/m)
  })

  it('is refused with all its mistakes, and nothing changes', async () => {
    const before = await json()
    writeFileSync(join(desk.folder, 'logo.svg'), '<svg/>')
    const { code, stdout, stderr } = await set(
      file({
        ...{ name: '', accent_colour: '#000000', color: 'red', city: 5, powered_by: 'on', attempts_max: 9 },
        ...{
          accent_color: '#ffdd00',
          logo: 'logo.svg',
          support_phone: 'call us',
          terms_url: 'http://a.example',
        },
        ...{ country: ['DE'], result_page: 'some', corner_style: 'rounded' },
      }),
    )
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n')).toEqual([
      `flowlix: ${join(desk.folder, 'merchant.json')} is not valid:`,
      '  - there is no key "accent_colour": did you mean "accent_color"?',
      '  - there is no key "color"',
      '  - city must be a string, or null',
      '  - powered_by must be true or false, or null',
      '  - country must be a string, or null',
      '  - name must not be empty',
      '  - attempts_max must be an integer from 1 to 5',
      '  - accent_color has a contrast of only 1.34:1 with the light page, and at least 3:1 is needed; #ac9400 is the closest shade that works',
      '  - logo is not a PNG, JPEG, or WebP image',
      '  - support_phone must be a phone number, such as +49 40 1234567',
      '  - terms_url must be an https:// URL',
      '  - result_page must be one of failures, none, all',
    ])
    expect(await json()).toEqual(before)
  })

  it.each([
    ['{"name": "Shop",}', /It is not valid JSON: .+line 1 column 17/],
    ['[]', /The file must contain one JSON object$/],
    ['{"city": "A", "city": "B"}', /A key is repeated/],
    ['{"city": {"name": "A"}, "\\u0063ity": "B"}', /A key is repeated/],
    ['{"logo": "data:image/png,abc"}', /logo is a data: URL that is not in Base64$/],
    ['{"logo": "data:image/png;base64,PHN2Zy8+"}', /logo is not a PNG, JPEG, or WebP image$/],
    ['{"logo": "missing.png"}', /logo cannot be read: no such file or folder$/],
    ['{"logo": "."}', /logo is not a file$/],
    ['{"name": null}', /name must not be empty$/],
  ])('%s is refused', async (content, mistake) => {
    const { code, stderr } = await set(file(content))
    expect([code, stderr]).toEqual([2, expect.stringMatching(mistake)])
  })

  it('that does not exist, or is not a file, is refused', async () => {
    for (const [path, mistake] of [
      [join(desk.folder, 'nothing.json'), 'The file cannot be read: no such file or folder'],
      [desk.folder, 'The file is not a file'],
      ['/dev/zero', 'The file is not a file'],
    ] as const) {
      expect(await set(path)).toMatchObject({ code: 2, stderr: expect.stringContaining(mistake) })
    }
  })
})
