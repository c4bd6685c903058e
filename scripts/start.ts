/** `npm start`: builds the gateway and runs its sandbox. Ends with it, and when npm is ended. */
import { runChild, runtimeFlags } from '../bin/runtime.js'
import { buildGateway } from '../build/build-all.ts'

const gateway = await buildGateway()
runChild(process.execPath, [...runtimeFlags(), gateway, 'dev', ...process.argv.slice(2)])
