/** Finds the endpoint for a method and a path. */
import { ApiError } from './api-error.ts'
import type { Endpoint, Route } from './endpoint.ts'

type Pattern = Readonly<{ parts: readonly string[]; endpoint: Endpoint }>

export class EndpointTable {
  readonly #fixed: ReadonlyMap<string, readonly Route[]>
  /** By the number of their parts. */
  readonly #patterns: ReadonlyMap<number, readonly Pattern[]>

  constructor(endpoints: readonly Endpoint[]) {
    const { fixed = [], patterned = [] } = Object.groupBy(endpoints, ({ path }) =>
      path.includes(':') ? 'patterned' : 'fixed',
    )
    const routes = fixed.map((endpoint) => ({ endpoint, ids: [] }))
    this.#fixed = Map.groupBy(routes, ({ endpoint }) => endpoint.path)
    const patterns = patterned.map((endpoint) => ({ parts: endpoint.path.split('/'), endpoint }))
    this.#patterns = Map.groupBy(patterns, ({ parts }) => parts.length)
  }

  /** Returns the error if there is none; only an authenticated caller may see it. */
  find(method: string, path: string): Route | ApiError {
    // A fixed path such as `/v1/payments/hpp` is not the path of a payment.
    const routes = this.#fixed.get(path) ?? this.#withIds(path)
    const served = method === 'HEAD' ? 'GET' : method
    return routes.find(({ endpoint }) => endpoint.method === served) ?? refusal(routes, method)
  }

  #withIds(path: string): readonly Route[] {
    const parts = path.split('/')
    const patterns = this.#patterns.get(parts.length) ?? []
    return patterns.flatMap(({ parts: wanted, endpoint }) => {
      const ids = idsIn(parts, wanted)
      return ids === null ? [] : [{ endpoint, ids }]
    })
  }
}

/** Null if the parts do not fit. */
function idsIn(parts: readonly string[], wanted: readonly string[]): readonly string[] | null {
  const ids: string[] = []
  for (const [index, part] of parts.entries()) {
    const name = wanted[index] ?? ''
    if (name.startsWith(':') && part !== '') ids.push(part)
    else if (part !== name) return null
  }
  return ids
}

function refusal(routes: readonly Route[], method: string): ApiError {
  if (routes.length === 0) return new ApiError('resource_missing', 'This path does not exist.')
  const methods = routes.flatMap(({ endpoint }) =>
    endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method],
  )
  const message = `This path does not support the method ${method}.`
  return new ApiError('method_not_allowed', message, null, { Allow: methods.join(', ') })
}
