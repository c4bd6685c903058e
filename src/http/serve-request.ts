/** Hands a request to the API, or to the router of all modules, and sends the response. */
import type { IncomingMessage } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { PlainHandler } from '../plain-http.ts'
import type { RequestEnv } from '../request-context.ts'
import type { GatewayResponse } from './gateway-response.ts'
import type { Limits } from './limits.ts'
import { NodeRequest } from './node-request.ts'
import type { Refusals } from './refusals.ts'
import { mayHaveRest, restOfBody } from './rest-of-body.ts'

export type Fetch = (request: Request, env: RequestEnv['Bindings']) => Response | Promise<Response>

type Served = Readonly<{
  fetch: Fetch
  /** Tried first, if there is one. */
  direct?: PlainHandler
}>

export class RequestServer {
  readonly #served: Served
  readonly #refusals: Refusals
  readonly #limits: Limits

  constructor(served: Served, refusals: Refusals, limits: Limits) {
    this.#served = served
    this.#refusals = refusals
    this.#limits = limits
  }

  serve(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    const { context } = outgoing
    const response = this.#served.direct?.(new NodeRequest(incoming), context) ?? null
    if (response !== null) {
      void response.then(async (known) => {
        if (mayHaveRest(incoming)) await restOfBody(incoming, outgoing, this.#limits)
        outgoing.respond(known)
      })
      return
    }
    const handle = getRequestListener((request) => this.#respond(request, incoming, outgoing), {
      errorHandler: (error) => this.#refusals.unrouted(error, context.id),
    })
    void handle(incoming, outgoing)
  }

  #respond(request: Request, incoming: IncomingMessage, outgoing: GatewayResponse) {
    const response = this.#served.fetch(request, { incoming, context: outgoing.context })
    if (!mayHaveRest(incoming)) return response
    return Promise.resolve(response).then(async (known) => {
      await restOfBody(incoming, outgoing, this.#limits)
      return known
    })
  }
}
