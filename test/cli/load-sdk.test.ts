/** The library of an acquirer is found in the operator's folder, in exactly the version that the adapter was made for. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSdk } from '../../src/cli/acquirers/load-sdk.ts'
import { Unfit } from '../../src/cli/acquirers/unfit.ts'

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
const wanted: string = JSON.parse(manifest).peerDependencies.stripe
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-sdk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function install(version: string, at = folder): void {
  const place = join(at, 'node_modules/stripe')
  mkdirSync(join(place, 'cjs'), { recursive: true })
  // Like the real one, it does not export its manifest.
  const exported = { name: 'stripe', version, exports: { '.': './cjs/main.js' } }
  writeFileSync(join(place, 'package.json'), JSON.stringify(exported))
  writeFileSync(join(place, 'cjs/package.json'), '{"type":"commonjs"}')
  writeFileSync(join(place, 'cjs/main.js'), `module.exports = { version: '${version}' }`)
}

describe('the library of an acquirer', () => {
  it('is loaded from the folder in which the operator works', () => {
    install(wanted)
    expect(loadSdk('stripe', [folder])).toEqual({ version: wanted })
  })

  it('is loaded from the folder of the program if the operator works elsewhere', () => {
    const program = join(folder, 'program')
    install(wanted, program)
    expect(loadSdk('stripe', [folder, program])).toEqual({ version: wanted })
  })

  it('that is missing is one sentence with the command that installs it', () => {
    expect(() => loadSdk('stripe', [folder])).toThrow(
      `needs the package stripe: run "npm install stripe@${wanted}"`,
    )
  })

  it('of a different version is refused with both versions, and where it is replaced', () => {
    install('22.0.0')
    const place = join(realpathSync(folder), 'node_modules/stripe')
    expect(() => loadSdk('stripe', [folder])).toThrow(
      `needs version ${wanted} of the package stripe, not 22.0.0 as in ${place}: run "npm install stripe@${wanted}" in ${realpathSync(folder)}`,
    )
  })

  it('that cannot be loaded is one sentence without what the library says', () => {
    install(wanted)
    writeFileSync(
      join(folder, 'node_modules/stripe/cjs/main.js'),
      "throw new TypeError('secret of the library')",
    )
    const place = join(realpathSync(folder), 'node_modules/stripe')
    expect(() => loadSdk('stripe', [folder])).toThrow(
      new Unfit(`could not load the package stripe in ${place} (TypeError)`),
    )
  })
})
