/** Which places of the source a run has reached, as V8 counts them; asked for with `--coverage`. */
import { readFileSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

/** The parts of the product that the simulation is there for. */
const measured = ['src/core/', 'src/operations/'] as const
const root = new URL('../../', import.meta.url)

/** Of each file, by its path from the project's root: 1 for every character that was reached. */
export type Reached = ReadonlyMap<string, Uint8Array>

/** Counts what is loaded from now on in this thread. */
export async function beginCoverage(): Promise<() => Promise<Reached>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    session.disconnect()
    return reachedIn(result)
  }
}

function reachedIn(scripts: readonly Profiler.ScriptCoverage[]): Reached {
  const reached = new Map<string, Uint8Array>()
  for (const { url, functions } of scripts) {
    const path = url.startsWith(root.href) ? url.slice(root.href.length) : ''
    if (measured.some((folder) => path.startsWith(folder))) reached.set(path, paint(path, functions))
  }
  return reached
}

/** Inner ranges say more than those around them. */
function paint(path: string, functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const characters = new Uint8Array(sourceOf(path).length)
  const ranges = functions.flatMap((one) => one.ranges)
  const outerFirst = ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  for (const { startOffset, endOffset, count } of outerFirst) {
    characters.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  }
  return characters
}

/** What at least one of the threads has reached. */
export function unite(parts: readonly Reached[]): Reached {
  const whole = new Map<string, Uint8Array>()
  for (const part of parts) {
    for (const [path, characters] of part) {
      const known = whole.get(path)
      whole.set(path, known?.map((one, index) => one | (characters[index] ?? 0)) ?? characters)
    }
  }
  return whole
}

/** For people: per file, the share of its code that was reached, and the lines of each branch that never was. */
export function reportOf(reached: Reached): string {
  const files = [...reached].sort(([one], [other]) => (one < other ? -1 : 1))
  return files.map(([path, characters]) => reportOfFile(path, characters)).join('\n')
}

function reportOfFile(path: string, reached: Uint8Array): string {
  const source = sourceOf(path)
  const isCode = (index: number) => (source[index] ?? '').trim() !== ''
  let code = 0
  let missed = 0
  const branches: string[] = []
  let start: number | null = null
  for (let index = 0; index <= source.length; index++) {
    const isMissed = index < source.length && reached[index] === 0
    if (isCode(index)) code++
    if (isMissed && isCode(index)) missed++
    if (isMissed && start === null && isCode(index)) start = index
    if (!isMissed && start !== null) {
      branches.push(nameOf(source, start, index))
      start = null
    }
  }
  const share = ((100 * (code - missed)) / Math.max(1, code)).toFixed(1)
  return [`${share.padStart(5)} %  ${path}`, ...branches.filter((one) => one !== '')].join('\n')
}

/** Empty where nothing but brackets was missed. */
function nameOf(source: string, start: number, end: number): string {
  const text = source.slice(start, end).replace(/\s+/g, ' ').trim()
  if (!/\w/.test(text)) return ''
  const line = source.slice(0, start).split('\n').length
  return `           line ${line}: ${text.length > 90 ? `${text.slice(0, 87)}...` : text}`
}

function sourceOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, root)), 'utf8')
}
