/** The command `flowlix` and `npm start`: which Node.js runs the gateway, with which flags, and how signals reach it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runtimeFlags } from '../../bin/runtime.js'
import { freePort } from '../../verification/gateway-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'bin/flowlix.js')

let folder: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-launcher-'))
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function startSandbox(program: string, args: readonly string[]): Promise<[ChildProcess, string]> {
  const port = await freePort()
  const env = { PATH: process.env.PATH ?? '', PORT: String(port) }
  const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' })
  children.push(child)
  const url = `http://127.0.0.1:${port}`
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`)
    await sleep(50)
  }
  return [child, url]
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/healthz`, { headers: { connection: 'close' } }).catch(() => null)
  await response?.body?.cancel()
  return response?.ok === true
}

async function untilSilent(url: string): Promise<void> {
  while (await answers(url)) await sleep(50)
}

describe('the flowlix command', () => {
  it('starts the gateway with every flag, and does not open an inspector on SIGUSR1', async () => {
    const [child, url] = await startSandbox(process.execPath, [command, 'dev'])
    const commandLine = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0')
    expect(commandLine).toEqual(expect.arrayContaining([...runtimeFlags()]))
    child.kill('SIGUSR1')
    await sleep(100)
    // Without the flag, Node.js would listen on the inspector's port; with it, the signal does nothing at all.
    await expect(fetch('http://127.0.0.1:9229/json/version')).rejects.toThrow()
    expect(await answers(url)).toBe(true)
  })

  it('exits with the status of the gateway', () => {
    const run = () => execFileSync(process.execPath, [command, 'nonsense'], { cwd: folder, stdio: 'pipe' })
    expect(run).toThrow(expect.objectContaining({ status: expect.any(Number) }))
  })

  it('works with the Node.js that runs npm, however old', () => {
    const systemNode = process.env.npm_node_execpath ?? process.execPath
    const output = execFileSync(systemNode, [command, '--help'], { cwd: folder, encoding: 'utf8' })
    expect(output).toContain('flowlix')
  })
})

const built = join(root, 'dist/flowlix.js')

describe('npm start', () => {
  // What npm does: a shell runs the script, and a SIGTERM to npm ends the shell only.
  const program = `
    import { runChild, runtimeFlags } from ${JSON.stringify(join(root, 'bin/runtime.js'))}
    runChild(process.execPath, [...runtimeFlags(), ${JSON.stringify(built)}, 'dev'])`

  it('leaves no gateway behind when only the shell between npm and the gateway ends', async () => {
    const script = `'${process.execPath}' --input-type=module -e "$PROGRAM"; true`
    const port = await freePort()
    const env = { PATH: process.env.PATH ?? '', PORT: String(port), PROGRAM: program }
    const shell = spawn('sh', ['-c', script], { cwd: folder, env, stdio: 'ignore' })
    children.push(shell)
    const url = `http://127.0.0.1:${port}`
    while (!(await answers(url))) await sleep(50)
    shell.kill('SIGTERM')
    await untilSilent(url)
  })

  it('passes SIGTERM on to the gateway, which then ends cleanly', async () => {
    const args = ['--input-type=module', '-e', program]
    const [child, url] = await startSandbox(process.execPath, args)
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(await answers(url)).toBe(false)
  })

  it('does not open an inspector on SIGUSR1, neither in the gateway nor in its parent', async () => {
    expect(await saidOnSigusr1(['--input-type=module', '-e', program])).not.toContain('Debugger')
  })
})

it('the built file says in one sentence that its Node.js is too old', () => {
  // As an old Node.js does, this one knows neither node:sqlite nor a way to ask for it.
  const old = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.9.0' } })
    process.getBuiltinModule = undefined`
  const preload = `data:text/javascript,${encodeURIComponent(old)}`
  const run = spawnSync(process.execPath, ['--import', preload, built, '--help'], { encoding: 'utf8' })
  expect(run.stderr).toMatch(/^flowlix: Node\.js 20\.9\.0 is too old [^\n]+\n$/)
  expect([run.status, run.stdout]).toEqual([2, ''])
})

it('the gateway does not open an inspector on SIGUSR1 even without its flags', async () => {
  expect(await saidOnSigusr1([built, 'dev'])).not.toContain('Debugger')
})

/** What the process writes to standard error. It must go on. */
async function saidOnSigusr1(args: readonly string[]): Promise<string> {
  const port = await freePort()
  const env = { PATH: process.env.PATH ?? '', PORT: String(port) }
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  let errors = ''
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString()
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await answers(url))) await sleep(50)
  child.kill('SIGUSR1')
  await sleep(300)
  expect(await answers(url)).toBe(true)
  child.kill('SIGTERM')
  await once(child, 'exit')
  return errors
}
