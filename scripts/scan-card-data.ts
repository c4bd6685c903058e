/**
 * Looks for card data where none may be. `node scripts/scan-card-data.ts FOLDER... --pan N --cvc N` looks for these in
 * these folders; without folders a short campaign is run on the built gateway and everything it wrote is looked through.
 */
import { statSync } from 'node:fs'
import '../verification/load-tsx.ts'
import { readOptions, refuse } from '../verification/read-options.ts'
import { type Finding, scanFolder } from '../verification/scan/scan-folder.ts'

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { pan: { type: 'string', multiple: true }, cvc: { type: 'string', multiple: true } },
})

const notFolder = positionals.find((path) => !isFolder(path))
if (notFolder !== undefined) refuse(`${notFolder} is not a folder.`)

const marks = { pans: values.pan ?? [], cvcs: values.cvc ?? [] }
const findings =
  positionals.length === 0 ? await runCampaign() : positionals.flatMap((folder) => scanFolder(folder, marks))
for (const { file, mark, encoding, place } of findings)
  console.error(`${file}: ${mark}, ${encoding}, ${place}`)
console.log(findings.length === 0 ? 'No card data was found.' : `Found: ${findings.length}.`)
process.exitCode = findings.length === 0 ? 0 : 1

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

async function runCampaign(): Promise<readonly Finding[]> {
  // It imports the gateway with its views, which only the hooks above can load.
  const { removeScan, scanCampaign } = await import('../verification/scan/campaign.ts')
  const result = await scanCampaign()
  console.log(`${result.requests} requests, ${result.cards.length} marked cards besides the test cards`)
  if (result.findings.length === 0) removeScan(result)
  else console.error(`the files are kept in ${result.folder}`)
  return result.findings
}
