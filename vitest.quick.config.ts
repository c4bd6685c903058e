/**
 * `npm run test:quick`: without the files that take most of the time of their module, and without a fresh copy of the
 * gateway's modules for each of the others, which took a third of their time. Only on SQLite.
 */
import { slowFiles } from './test/support/slow-files.ts'
import { configuration } from './vitest.config.ts'

const quick = configuration(slowFiles, false)
export default { ...quick, test: { ...quick.test, isolate: false } }
