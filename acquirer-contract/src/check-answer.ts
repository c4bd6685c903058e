/**
 * An adapter's answers, checked as the gateway checks them. In production, an answer that the gateway does not accept is
 * `unknown`, and what it cannot use of an answer is lost. Here, either fails the test and is named.
 */
import assert from 'node:assert/strict'
import { demands, samples } from './answer-samples.ts'

type Fields = Readonly<Record<string, unknown>>
type Mode = 'test' | 'live'
export type Fit<Answer> = (answer: unknown, mode: Mode) => Answer | null

/** No adapter needs this long for an answer. */
const withinMs = 60_000

/** The answer to a question that must not be rejected. */
export async function checkedAnswer<Answer extends object>(
  method: string,
  ask: () => Promise<unknown>,
  fit: Fit<Answer>,
): Promise<Answer> {
  const answer = await settled(method, ask).catch((error: unknown) => {
    if (error instanceof assert.AssertionError) throw error
    return assert.fail(`${method}() must answer "unknown" instead of throwing: ${shown(error)}`)
  })
  const given = fieldsOf(answer)
  const accepted = fit(answer, modeOf(given))
  if (accepted === null)
    return assert.fail(
      `${method}() returned an answer that the gateway does not accept: ${faultsOf(given, fit)}`,
    )
  const lost = lostFields(given, accepted as Fields)
  if (lost.length > 0)
    return assert.fail(
      `${method}() returned an answer that the gateway can use only in part: ${sentences(given, lost)}`,
    )
  return accepted
}

/** Rejects as the method does, and if it never ends. */
export async function settled<Answer>(method: string, ask: () => Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new assert.AssertionError({ message: `${method}() must end within a minute` })),
    withinMs,
  )
  try {
    return await Promise.race([ask(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function fieldsOf(answer: unknown): Fields {
  return typeof answer === 'object' && answer !== null ? (answer as Fields) : {}
}

/** A stand-in for an acquirer that runs on this machine needs no TLS. Everything else does, as in live mode. */
function modeOf({ url }: Fields): Mode {
  return typeof url === 'string' && /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url)
    ? 'test'
    : 'live'
}

function faultsOf<Answer>(given: Fields, fit: Fit<Answer>): string {
  const known = samples.filter((sample) => fit(sample, 'live') !== null)
  const sample = known.find(({ kind }) => kind === given.kind)
  if (sample === undefined) {
    const kinds = known.map(({ kind }) => kind).join(', ')
    return `kind ${shown(given.kind)} must be one of ${kinds}.`
  }
  // A field is at fault if it also spoils an answer whose other fields are correct.
  const isAtFault = (name: string): boolean =>
    fit({ ...sample, ...partOf(given, name) }, modeOf(given)) === null
  return sentences(
    given,
    Object.keys(sample).filter((name) => name !== 'fields' && isAtFault(name)),
  )
}

/** Whether a challenge may have fields depends on its method. */
function partOf(given: Fields, name: string): Fields {
  return name === 'method' ? { method: given.method, fields: given.fields } : { [name]: given[name] }
}

/** Those that the gateway leaves out or changes. A cause is only cut and masked. */
function lostFields(given: Fields, accepted: Fields): readonly string[] {
  const names = Object.keys(samples.find(({ kind }) => kind === given.kind) ?? {})
  return names.filter(
    (name) => name !== 'cause' && shown(given[name] ?? null) !== shown(accepted[name] ?? null),
  )
}

function sentences(given: Fields, names: readonly string[]): string {
  return names.map((name) => `${name} ${shown(given[name])} ${demands[name] ?? 'is not valid'}.`).join(' ')
}

function shown(value: unknown): string {
  const isData = typeof value === 'string' || (typeof value === 'object' && !(value instanceof Error))
  return (isData ? JSON.stringify(value) : String(value)).slice(0, 200)
}
