/** The inventory of the payment page's scripts: what runs where, why, and by which hash the page allows it. */
import { fileReasons, scriptReasons } from './script-reasons.ts'

export type BuiltScript = Readonly<{
  name: string
  text: string
  hash: string
  /** From the root of the repository. */
  files: readonly string[]
}>

type Reasons = Readonly<{ scripts: typeof scriptReasons; files: typeof fileReasons }>

const integrity =
  'The Content-Security-Policy of each page allows its own script by its SHA-256 hash, and nothing else. "flowlix verify-page" compares a page, as a browser receives it, with this inventory.'
const authorization =
  'Each script was reviewed in the change that added it and released by the maintainers. The operator authorizes the scripts of a release by installing it.'

/** `scripts.json`. Throws one sentence about a script or a file whose reason is missing, or a reason that is left over. */
export function scriptInventory(
  version: string,
  built: readonly BuiltScript[],
  reasons: Reasons = { scripts: scriptReasons, files: fileReasons },
): string {
  refuseLeftOver(built, reasons)
  // Kinds of pages share scripts.
  const different = [...new Map(built.map((script) => [script.name, script])).values()]
  const scripts = different.map(({ name, text, hash, files }) => ({
    name,
    ...known(reasons.scripts, name),
    hash,
    bytes: Buffer.byteLength(text),
    files: files.map((file) => ({ file, reason: known(reasons.files, file) })),
  }))
  return `${JSON.stringify({ version, integrity, authorization, scripts }, null, 2)}\n`
}

function known<Reason>(reasons: Readonly<Record<string, Reason>>, name: string): Reason {
  const reason = Object.hasOwn(reasons, name) ? reasons[name] : undefined
  if (reason === undefined)
    throw new Error(`${name} is on the payment page: say why in build/script-reasons.ts.`)
  return reason
}

function refuseLeftOver(built: readonly BuiltScript[], { scripts, files }: Reasons): void {
  const used = new Set(built.flatMap((script) => [script.name, ...script.files]))
  const left = [...Object.keys(scripts), ...Object.keys(files)].find((name) => !used.has(name))
  if (left !== undefined)
    throw new Error(`${left} is not on the payment page any more: remove it from build/script-reasons.ts.`)
}
