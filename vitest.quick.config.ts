/** `npm run test:quick`: without the files that take most of the time of their module. */
import { configuration } from './vitest.config.ts'

const slow = [
  'core/{mask,properties,jumping-clock}',
  'operations/{silent-acquirer,crash,clock-jumps}',
  'stories/{refunds,list,reconcile}',
  'contracts/sqlite/{remembered,crash,contract,start,two-processes}',
]

export default configuration(slow.map((files) => `test/${files}.test.ts`))
