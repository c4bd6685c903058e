#!/usr/bin/env node
/** The command `flowlix`: the built gateway on a Node.js that can run it. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { become, findRuntime, noRuntime, runtimeFlags } from './runtime.js'

const gateway = fileURLToPath(new URL('../dist/flowlix.js', import.meta.url))
const runtime = findRuntime()
if (runtime === null) stop(noRuntime)
else if (!existsSync(gateway)) stop('flowlix: the gateway is not built yet. Run "npm run build" first.')
else become(runtime, [...runtimeFlags(), gateway, ...process.argv.slice(2)])

/** @param {string} message */
function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
