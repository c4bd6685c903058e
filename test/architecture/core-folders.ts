/** Which folder in core may import which: the table, and what breaks it. */
import { importsOf, targetOf } from './imports.ts'
import type { SourceFile } from './source-files.ts'

/**
 * A folder in core may import itself and these folders and files in core. Payment, attempt, and refund belong together:
 * one decision on a payment often concerns all three.
 */
export const coreFolders: Readonly<Record<string, readonly string[]>> = {
  card: ['decline'],
  attempt: ['card', 'payment', 'decline', 'money'],
  payment: [
    'card',
    'attempt',
    'refund',
    'decline',
    'money',
    'characters',
    'clock-history',
    'idempotency-record',
  ],
  refund: ['attempt', 'payment', 'decline'],
  webhook: ['payment', 'public-events'],
  explain: ['payment', 'attempt', 'refund', 'webhook'],
  reconciliation: ['payment', 'attempt', 'refund', 'card', 'money'],
}

type CoreImport = Readonly<{ path: string; from: string; to: string }>

const inCore = /^src\/core\/([^/.]+)/

/** From a folder in core to another part of it. */
function coreImports({ path, text }: SourceFile): readonly CoreImport[] {
  const from = /^src\/core\/([^/]+)\//.exec(path)?.[1]
  if (from === undefined) return []
  return importsOf(text).flatMap(({ specifier }) => {
    const to = inCore.exec(targetOf({ path, text: '' }, specifier) ?? '')?.[1]
    return to === undefined || to === from ? [] : [{ path, from, to }]
  })
}

/** Imports that the table does not allow. */
export function coreTrespasses(file: SourceFile): readonly string[] {
  return coreImports(file).flatMap(({ path, from, to }) =>
    coreFolders[from]?.includes(to) === true ? [] : `${path}: core/${from} -> core/${to}`,
  )
}

/** Entries of the table that no import needs. */
export function unusedCoreEntries(files: readonly SourceFile[]): readonly string[] {
  const used = new Set(files.flatMap(coreImports).map(({ from, to }) => `${from} -> ${to}`))
  return Object.entries(coreFolders).flatMap(([from, targets]) =>
    targets.map((to) => `${from} -> ${to}`).filter((entry) => !used.has(entry)),
  )
}
