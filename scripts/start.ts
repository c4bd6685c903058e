/** `npm start`: builds the gateway and runs its sandbox. Ends with it, and when npm is ended. */
import { fileURLToPath } from 'node:url'
import { runChild, runtimeFlags } from '../bin/runtime.js'

await import('./build.ts')
const gateway = fileURLToPath(new URL('../dist/flowlix.js', import.meta.url))
runChild(process.execPath, [...runtimeFlags(), gateway, 'dev', ...process.argv.slice(2)])
