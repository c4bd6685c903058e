/**
 * `npm run dev`: the sandbox, built again and restarted whenever a source changes. `npm run dev -- --inspect` opens a port
 * for a debugger, which shows the sources as they are written.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runtimeFlags } from '../bin/runtime.js'
import { buildAssets } from '../build/assets.ts'
import { root } from '../build/build-all.ts'
import { bundleGateway } from '../build/bundle-gateway.ts'

const settleMs = 100
const args = process.argv.slice(2)
const forNode = args.filter((arg) => arg.startsWith('--inspect'))
const forGateway = args.filter((arg) => !arg.startsWith('--inspect'))

let gateway: ChildProcess | null = null
let changes = 0
let isBuilding = false

watch(join(root, 'src'), { recursive: true }, (_, file) => {
  if (file?.includes('.generated.') === true) return
  changes++
  void rebuild()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end())

changes++
await rebuild()

/** Editors write several files at the same time, so changes during a build cause another build. */
async function rebuild(): Promise<void> {
  if (isBuilding) return
  isBuilding = true
  for (let built = 0; built !== changes; ) {
    await sleep(settleMs)
    built = changes
    await restart().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  }
  isBuilding = false
}

/** A source that cannot be built leaves the gateway as it is. */
async function restart(): Promise<void> {
  await buildAssets()
  const program = await bundleGateway(root, 'src/main.ts', join(root, 'dist'), 'dev.js', { sourceMap: true })
  await stop()
  const flags = ['--enable-source-maps', ...forNode, ...runtimeFlags()]
  gateway = spawn(process.execPath, [...flags, program, 'dev', ...forGateway], { stdio: 'inherit' })
}

async function stop(): Promise<void> {
  if (gateway === null || gateway.exitCode !== null || gateway.signalCode !== null) return
  const exited = once(gateway, 'exit')
  gateway.kill('SIGTERM')
  await exited
}

async function end(): Promise<void> {
  await stop()
  process.exit()
}
