/** /v1/webhook_endpoints: creating, reading, and changing endpoints. */
import { z } from 'zod'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import {
  createEndpoint,
  type EndpointSettings,
  enableEndpoint,
  rollSecret,
  stopEndpoint,
  updateEndpoint,
} from '../../operations/webhooks/manage-endpoint.ts'
import { type Call, defineEndpoint, noQuery } from '../endpoint.ts'
import { pageParameters, readCursors } from '../list-query.ts'
import { requireOwnUrl } from './callback-endpoint.ts'
import { createEndpointBody, rollSecretBody, updateEndpointBody } from './endpoint-schemas.ts'
import { respondToManaged } from './managed-response.ts'
import { ownEndpoint } from './own-webhooks.ts'
import { presentEndpoint } from './present-webhooks.ts'

const path = '/v1/webhook_endpoints'
const one = `${path}/:id`
const rollingSecondsDefault = 86_400

type AnyCall = Pick<Call, 'gateway' | 'respond' | 'respondSealed'>

/** What holds a secret is sealed where it is kept. */
const shownBy =
  ({ gateway, respond, respondSealed }: AnyCall, status = 200) =>
  (endpoint: WebhookEndpoint, secret: string | null) => {
    const body = presentEndpoint(endpoint, secret, gateway.clock.nowMs())
    return secret === null ? respond(status, body) : respondSealed(status, body)
  }

type Types = z.output<typeof createEndpointBody>['events']

function eventsOf(types: NonNullable<Types>): EndpointSettings['events'] {
  return types.includes('*') ? 'all' : types.filter((type) => type !== '*')
}

export const createWebhookEndpoint = defineEndpoint({
  method: 'POST',
  path,
  query: noQuery,
  body: { test: createEndpointBody, live: createEndpointBody },
  needs: 'nothing',
  handle: async (call) => {
    const { url, events = ['*'], description = '' } = call.body
    const settings = { url, events: eventsOf(events), description: description || null }
    return respondToManaged(call, await createEndpoint(call.gateway, call.key, settings, shownBy(call, 201)))
  },
})

export const listWebhookEndpoints = defineEndpoint({
  method: 'GET',
  path,
  query: z.object(pageParameters('endpoint')),
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway: { storage, clock }, key, query }) => {
    const { startingAfter, endingBefore } = await readCursors(query, 'endpoint', (id) =>
      storage.findEndpoint(key, id),
    )
    const all = (await storage.listEndpoints(key)).toReversed()
    const isInPage = ({ id }: WebhookEndpoint): boolean =>
      (startingAfter === null || id < startingAfter.id) && (endingBefore === null || id > endingBefore.id)
    const found = all.filter(isInPage)
    const data = endingBefore === null ? found.slice(0, query.limit) : found.slice(-query.limit)
    const body = JSON.stringify({
      object: 'list',
      data: data.map((endpoint) => presentEndpoint(endpoint, null, clock.nowMs())),
      has_more: found.length > data.length,
      url: path,
    })
    return { status: 200, body }
  },
})

export const getWebhookEndpoint = defineEndpoint({
  method: 'GET',
  path: one,
  target: ownEndpoint,
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway: { clock }, target }) => ({
    status: 200,
    body: JSON.stringify(presentEndpoint(target, null, clock.nowMs())),
  }),
})

export const updateWebhookEndpoint = defineEndpoint({
  method: 'POST',
  path: one,
  target: ownEndpoint,
  query: noQuery,
  body: { test: updateEndpointBody, live: updateEndpointBody },
  needs: 'nothing',
  handle: async (call) => {
    const { url, events, description } = call.body
    if (url !== undefined) requireOwnUrl(call.target, 'set_url')
    const settings = {
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events: eventsOf(events) }),
      ...(description !== undefined && { description: description || null }),
    }
    return respondToManaged(call, await updateEndpoint(call.gateway, call.target, settings, shownBy(call)))
  },
})

export const deleteWebhookEndpoint = defineEndpoint({
  method: 'DELETE',
  path: one,
  target: ownEndpoint,
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async (call) => {
    requireOwnUrl(call.target, 'delete')
    const shown = ({ id }: WebhookEndpoint) =>
      call.respond(200, { id, object: 'webhook_endpoint', deleted: true })
    return respondToManaged(call, await stopEndpoint(call.gateway, call.target, 'delete', shown))
  },
})

export const enableWebhookEndpoint = defineEndpoint({
  method: 'POST',
  path: `${one}/enable`,
  target: ownEndpoint,
  query: noQuery,
  body: 'ignored',
  needs: 'nothing',
  handle: async (call) =>
    respondToManaged(call, await enableEndpoint(call.gateway, call.target, shownBy(call))),
})

export const disableWebhookEndpoint = defineEndpoint({
  method: 'POST',
  path: `${one}/disable`,
  target: ownEndpoint,
  query: noQuery,
  body: 'ignored',
  needs: 'nothing',
  handle: async (call) =>
    respondToManaged(call, await stopEndpoint(call.gateway, call.target, 'disable', shownBy(call))),
})

export const rollWebhookSecret = defineEndpoint({
  method: 'POST',
  path: `${one}/roll_secret`,
  target: ownEndpoint,
  query: noQuery,
  body: { test: rollSecretBody, live: rollSecretBody },
  isBodyOptional: true,
  needs: 'nothing',
  handle: async (call) => {
    const { gateway, target, body } = call
    const { expires_in: seconds = rollingSecondsDefault } = body
    return respondToManaged(call, await rollSecret(gateway, target, seconds, shownBy(call)))
  },
})
