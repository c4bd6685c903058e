/** Loads the operator's module for live payments, or rejects it with a sentence that says why. */

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { isSea } from 'node:sea'
import { pathToFileURL } from 'node:url'
import { ConfigRefused } from '../config/read-config.ts'
import type { Acquirer } from '../ports.ts'

const methods = ['authorize', 'inquire', 'reverse', 'refund', 'inquireRefund'] as const
const createWithinMs = 30_000

/** The module exports `createAcquirer(): Acquirer | Promise<Acquirer>`. */
export async function loadAcquirer(path: string): Promise<Acquirer> {
  const { createAcquirer } = await importModule(path)
  if (typeof createAcquirer !== 'function') throw refused('must export createAcquirer()')
  const acquirer = await create(createAcquirer)
  if (typeof acquirer !== 'object' || acquirer === null) {
    throw refused('must export a createAcquirer() that returns an acquirer')
  }
  const { lookup = 'none' } = acquirer.capabilities ?? {}
  if (lookup !== 'by_reference' && lookup !== 'by_handle') {
    throw refused('must be able to look payments up: otherwise, a lost response cannot be resolved')
  }
  if (lookup === 'by_handle' && typeof acquirer.prepare !== 'function') {
    throw refused('must have prepare, because it looks payments up by their handles')
  }
  const missing = methods.filter((name) => typeof acquirer[name] !== 'function')
  if (missing.length > 0) throw refused(`must have ${missing.join(', ')}`)
  return acquirer
}

async function importModule(path: string): Promise<{ createAcquirer?: unknown }> {
  const file = resolve(path)
  if (!existsSync(file)) throw refused('must name a file that exists')
  try {
    // In a single executable file, import() finds Node's own modules only.
    return isSea() ? createRequire(file)(file) : await import(pathToFileURL(file).href)
  } catch (error) {
    throw refused(`names a module that cannot be loaded: ${firstLineOf(error)}`)
  }
}

async function create(createAcquirer: CallableFunction): Promise<Acquirer> {
  const late = Promise.withResolvers<never>()
  // A promise that nothing keeps alive would end the process without a word.
  const timer = setTimeout(() => late.reject(new Error('it did not return in time')), createWithinMs)
  try {
    return await Promise.race([createAcquirer(), late.promise])
  } catch (error) {
    throw refused(`has a createAcquirer() that failed: ${firstLineOf(error)}`)
  } finally {
    clearTimeout(timer)
  }
}

function refused(what: string): ConfigRefused {
  return new ConfigRefused([`LIVE_ACQUIRER ${what}`])
}

/** Only the first line, because the rest may be code. */
function firstLineOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it threw something that is not an error'
  return `${error.name}: ${error.message.split('\n')[0]}`
}
