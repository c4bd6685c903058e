/** Loads an operator's module, or refuses it with the rest of a sentence that says why. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { isSea } from 'node:sea'
import { pathToFileURL } from 'node:url'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'
import { shapeMistakes } from '../../ports/acquirer-shape.ts'
import { Unfit } from './unfit.ts'

const createWithinMs = 30_000

/** The module exports `createAcquirer({ mode }): Acquirer | Promise<Acquirer>`. */
export async function loadModule(path: string, mode: Mode): Promise<Acquirer> {
  const { createAcquirer } = await importModule(path)
  if (typeof createAcquirer !== 'function') throw new Unfit('must export createAcquirer()')
  const acquirer = await create(createAcquirer, mode)
  const [first, ...others] = shapeMistakes(acquirer)
  if (first !== undefined) throw new Unfit(first, ...others)
  return acquirer
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
