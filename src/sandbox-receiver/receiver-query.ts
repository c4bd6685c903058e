/** How the receiver is to respond, as the URL says: `?status=500&delay_ms=3000`. */
import { ApiError } from '../api/api-error.ts'

type Behavior = Readonly<{ statusCode: number; delayMs: number }>

const rules = {
  status: { min: 200, max: 599, usual: 200 },
  delay_ms: { min: 0, max: 30_000, usual: 0 },
} as const
type Name = keyof typeof rules

export function readBehavior(query: URLSearchParams): Behavior | ApiError {
  const unknown = [...query.keys()].find((name) => !Object.hasOwn(rules, name))
  if (unknown !== undefined)
    return new ApiError('parameter_invalid', 'The receiver supports only the parameters status and delay_ms.')
  const statusCode = read(query, 'status')
  if (statusCode === null) return invalid('status')
  const delayMs = read(query, 'delay_ms')
  return delayMs === null ? invalid('delay_ms') : { statusCode, delayMs }
}

function read(query: URLSearchParams, name: Name): number | null {
  const [text, ...more] = query.getAll(name)
  const { min, max, usual } = rules[name]
  if (text === undefined) return usual
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return more.length === 0 && value >= min && value <= max ? value : null
}

function invalid(name: Name): ApiError {
  const { min, max } = rules[name]
  return new ApiError(
    'parameter_invalid',
    `The parameter ${name} must be an integer from ${min} to ${max}.`,
    name,
  )
}
