/** Loads an operator's module, or refuses it with the rest of a sentence that says why. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { isSea } from 'node:sea'
import { pathToFileURL } from 'node:url'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports.ts'
import { acquirerAccount } from '../merchant-values.ts'
import { Unfit } from './unfit.ts'

const methods = ['authorize', 'inquire', 'reverse', 'refund', 'inquireRefund'] as const
const createWithinMs = 30_000
const nameMax = 40

/** The module exports `createAcquirer({ mode }): Acquirer | Promise<Acquirer>`. */
export async function loadModule(path: string, mode: Mode): Promise<Acquirer> {
  const { createAcquirer } = await importModule(path)
  if (typeof createAcquirer !== 'function') throw new Unfit('must export createAcquirer()')
  const acquirer = await create(createAcquirer, mode)
  if (typeof acquirer !== 'object' || acquirer === null) {
    throw new Unfit('must export a createAcquirer() that returns an acquirer')
  }
  checkName(acquirer)
  checkDefaultAccount(acquirer)
  checkLookup(acquirer)
  const missing = methods.filter((name) => typeof acquirer[name] !== 'function')
  if (missing.length > 0) throw new Unfit(`must have ${missing.join(', ')}`)
  return acquirer
}

/** Payments remember it. */
function checkName({ name }: Acquirer): void {
  if (typeof name !== 'string' || !/^[ -~]+$/.test(name) || name.length > nameMax || name.trim() !== name)
    throw new Unfit(`must have a name of at most ${nameMax} ASCII characters`)
  if (name === 'sandbox') throw new Unfit('must not have the name sandbox')
}

/** As the account of a merchant. */
function checkDefaultAccount({ defaultAccount }: Acquirer): void {
  if (defaultAccount === undefined) return
  const reading = typeof defaultAccount === 'string' ? acquirerAccount(defaultAccount) : null
  if (reading === null || 'problem' in reading || reading.value === null)
    throw new Unfit('must have a defaultAccount of at most 64 letters, digits, _, and -, or none')
}

function checkLookup({ capabilities, prepare }: Acquirer): void {
  const { lookup = 'none' } = capabilities ?? {}
  if (lookup !== 'by_reference' && lookup !== 'by_handle')
    throw new Unfit('must be able to look payments up: otherwise, a lost response cannot be resolved')
  if (lookup === 'by_handle' && typeof prepare !== 'function')
    throw new Unfit('must have prepare, because it looks payments up by their handles')
}

async function importModule(path: string): Promise<{ createAcquirer?: unknown }> {
  const file = resolve(path)
  if (!existsSync(file)) throw new Unfit('must name stripe, checkout, or a file that exists')
  try {
    // In a single executable file, import() finds Node's own modules only.
    return isSea() ? createRequire(file)(file) : await import(pathToFileURL(file).href)
  } catch (error) {
    throw new Unfit(`names a module that cannot be loaded: ${firstLineOf(error)}`)
  }
}

async function create(createAcquirer: CallableFunction, mode: Mode): Promise<Acquirer> {
  const late = Promise.withResolvers<never>()
  // A promise that nothing keeps alive would end the process without a word.
  const timer = setTimeout(() => late.reject(new Error('it did not return in time')), createWithinMs)
  try {
    return await Promise.race([createAcquirer({ mode }), late.promise])
  } catch (error) {
    throw new Unfit(`has a createAcquirer() that failed: ${firstLineOf(error)}`)
  } finally {
    clearTimeout(timer)
  }
}

/** Only the first line, because the rest may be code. */
function firstLineOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it threw something that is not an error'
  return `${error.name}: ${error.message.split('\n')[0]}`
}
