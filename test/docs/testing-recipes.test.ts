/** The recipe for CI in the documentation, run as a script with the command `flowlix` on the path. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { githubWorkflow, gitlabPipeline, paymentScript } from '../../src/api-docs/testing-recipes.ts'
import { freePort } from '../../verification/gateway-process.ts'

const run = promisify(execFile)
const command = fileURLToPath(new URL('../../bin/flowlix.js', import.meta.url))

/** With `flowlix` on the path, for as long as `use` takes. */
async function inFolder(
  use: (folder: string, env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-recipe-'))
  try {
    const shim = join(folder, 'flowlix')
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`)
    chmodSync(shim, 0o755)
    await use(folder, { PATH: [folder, process.env.PATH].join(delimiter) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('one payment from start to end, with nothing left on disk or running', async () => {
  await inFolder(async (folder, env) => {
    const port = await freePort()
    const url = `http://localhost:${port}`
    const options = { cwd: folder, env: { ...env, PORT: String(port) } }
    const { stdout } = await run('sh', ['-c', paymentScript(url)], options)
    expect(stdout).toContain('"decline_code":"insufficient_funds"')
    expect(readdirSync(folder).sort()).toEqual(['flowlix', 'flowlix.log'])
    while ((await fetch(`${url}/healthz`).catch(() => null)) !== null);
  })
})

test('the commands for CI in the guide, with nothing left running', async () => {
  await inFolder(async (folder, env) => {
    const guide = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8')
    const [, sample = ''] = /^### In CI\n\n```sh\n(.*?)^```/ms.exec(guide) ?? []
    const port = await freePort()
    const url = `http://localhost:${port}`
    const memory = { DATABASE_URL: 'sqlite::memory:', SANDBOX_DATABASE: 'sqlite::memory:' }
    const { stdout } = await run('sh', ['-c', sample.replace('http://localhost:4242', url)], {
      ...{ cwd: folder, timeout: 15_000 },
      env: { ...env, ...memory, PORT: String(port), FLOWLIX_API_URL: url, LOG_LEVEL: 'silent' },
    })
    expect(stdout).toMatch(/"type":"payment\.succeeded".*"order_id":"1042"/)
    expect(readFileSync(join(folder, 'endpoint.json'), 'utf8')).toContain(
      '"url":"http://localhost:3000/webhooks"',
    )
    while ((await fetch(`${url}/healthz`).catch(() => null)) !== null);
  })
})

test('a gateway that does not start ends the script instead of keeping it waiting', async () => {
  await inFolder(async (folder, env) => {
    const script = paymentScript(`http://localhost:${await freePort()}`)
    const options = { cwd: folder, env: { ...env, PORT: 'none' }, timeout: 15_000 }
    await expect(run('sh', ['-c', script], options)).rejects.toMatchObject({ code: 1, killed: false })
  })
})

test.each([
  ['GitHub Actions', githubWorkflow],
  ['GitLab CI', gitlabPipeline],
])('%s starts the gateway as the script does', (_, recipe) => {
  const url = 'http://localhost:4242'
  const start = paymentScript(url).split('\n').slice(1, 4)
  const lines = recipe(url)
    .split('\n')
    .map((line) => line.trim())
  expect(lines).toEqual(expect.arrayContaining(start))
})
