/** `npm start`: builds the gateway and runs its sandbox. Ends with it, and when npm is ended. */
import { fileURLToPath } from 'node:url'
import { runChild, runtimeFlags } from '../bin/runtime.js'
import { buildAll } from '../build/build-all.ts'

await buildAll()
const gateway = fileURLToPath(new URL('../dist/flowlix.js', import.meta.url))
runChild(process.execPath, [...runtimeFlags(), gateway, 'dev', ...process.argv.slice(2)])
