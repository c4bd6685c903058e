/** `npm run test:quick`: without the files that take most of the time of their module. Only on SQLite. */
import { slowFiles } from './test/support/slow-files.ts'
import { configuration } from './vitest.config.ts'

export default configuration(slowFiles, false)
