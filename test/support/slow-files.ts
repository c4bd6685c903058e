/** The test files that take most of the time of their module. */
const names = [
  'api/{model,raw-requests,large-payments,idempotency-commit,malformed-requests}',
  'cli/{command-line,starts,shutdown,unwritable-log,sandbox-commands,keys-and-live-payments}',
  'cli/{request-lines,uncaught,runtime-flags,campaign-options}',
  'client/{published,failures}',
  'core/{mask,properties,jumping-clock}',
  'operations/{silent-acquirer,crash,clock-jumps,clock-restarts,repair-books}',
  'stories/{refunds,list,reconcile}',
  'throttles/card-testing',
  'payment-page/{brand,linear-rules}',
  'http/{slow-readers,every-response,limits}',
  'docs/{in-a-browser,examples}',
  'page-check/{cron-sample,over-tls}',
  'contracts/sqlite/{remembered,crash,contract,start,two-processes,verify,damaged,personal-data}',
]

export const slowFiles: readonly string[] = names.map((name) => `test/${name}.test.ts`)
