/** The sample for cron, run as it is: silent while the page is as it was sent, and loud when it is not. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'

const script = fileURLToPath(new URL('../../packaging/verify-page.sh', import.meta.url))
const flowlix = fileURLToPath(new URL('../../bin/flowlix.js', import.meta.url))

let place: Place
let gateway: Process
let keyFile: string
beforeAll(async () => {
  place = openPlace()
  gateway = await place.start('dev')
  keyFile = join(place.folder, 'monitoring.key')
  writeFileSync(keyFile, `${documentedTestKey}\n`)
})
afterAll(() => place.close())

function run(
  settings: Readonly<Record<string, string>> = {},
  ...options: readonly string[]
): Promise<Readonly<{ code: number; output: string }>> {
  const env = {
    PATH: process.env.PATH ?? '',
    ...{ API_URL: gateway.url, API_KEY_FILE: keyFile, FLOWLIX: flowlix },
    ...settings,
  }
  return new Promise((resolve) => {
    execFile(script, options, { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}

it('says nothing about the card form as it was sent, and leaves no open session behind', async () => {
  expect(await run()).toEqual({ code: 0, output: '' })
  const authorization = `Bearer ${documentedTestKey}`
  const response = await fetch(`${gateway.url}/v1/payments`, { headers: { authorization } })
  const { data } = (await response.json()) as { data: readonly { status: string }[] }
  expect(data.map(({ status }) => status)).toEqual(['canceled'])
})

it('reports a difference, with the status of the command', async () => {
  const { stdout } = await place.run(['merchants', 'list', '--sandbox'])
  const merchant = /mer_[0-9a-z]+/.exec(stdout)?.[0] ?? ''
  await place.run([
    'merchants',
    'set',
    merchant,
    '--terms-url',
    'https://shop.example.com/terms',
    '--sandbox',
  ])
  const { code, output } = await run({}, '--link-hosts', 'pay.example.com')
  expect(code).toBe(3)
  expect(output).toContain('Link to a host that was not named: shop.example.com\n')
})

it('fails loudly without a session', async () => {
  writeFileSync(`${keyFile}.wrong`, 'fl_test_sk_wrong\n')
  const { code, output } = await run({ API_KEY_FILE: `${keyFile}.wrong` })
  expect(code).toBe(1)
  expect(output).toContain('401')
})
