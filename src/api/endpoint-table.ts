/** Finds the endpoint for a method and a path. */
import { ApiError } from './api-error.ts'
import type { Endpoint, Route } from './endpoint.ts'

type Pattern = Readonly<{ before: string; after: string; endpoint: Endpoint }>

const parameter = ':id'

export class EndpointTable {
  readonly #fixed: ReadonlyMap<string, readonly Route[]>
  readonly #patterns: readonly Pattern[]

  constructor(endpoints: readonly Endpoint[]) {
    const [fixed, patterned] = [false, true].map((isPattern) =>
      endpoints.filter(({ path }) => path.includes(parameter) === isPattern),
    ) as [Endpoint[], Endpoint[]]
    const routes = fixed.map((endpoint) => ({ endpoint, paymentId: null }))
    this.#fixed = Map.groupBy(routes, ({ endpoint }) => endpoint.path)
    this.#patterns = patterned.map((endpoint) => {
      const [before = '', after = ''] = endpoint.path.split(parameter)
      return { before, after, endpoint }
    })
  }

  /** Returns the error if there is none; only an authenticated caller may see it. */
  find(method: string, path: string): Route | ApiError {
    // A fixed path such as `/v1/payments/hpp` is not the path of a payment.
    const routes = this.#fixed.get(path) ?? this.#ofPayments(path)
    const served = method === 'HEAD' ? 'GET' : method
    return routes.find(({ endpoint }) => endpoint.method === served) ?? refusal(routes, method)
  }

  #ofPayments(path: string): readonly Route[] {
    const routes: Route[] = []
    for (const { before, after, endpoint } of this.#patterns) {
      if (!path.startsWith(before) || !path.endsWith(after)) continue
      const paymentId = path.slice(before.length, path.length - after.length)
      if (paymentId !== '' && !paymentId.includes('/')) routes.push({ endpoint, paymentId })
    }
    return routes
  }
}

function refusal(routes: readonly Route[], method: string): ApiError {
  if (routes.length === 0) return new ApiError('resource_missing', 'This path does not exist.')
  const methods = routes.flatMap(({ endpoint }) =>
    endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method],
  )
  const message = `This path does not support the method ${method}.`
  return new ApiError('method_not_allowed', message, null, { Allow: methods.join(', ') })
}
