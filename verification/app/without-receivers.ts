/** A gateway whose merchants have no endpoints, so that nothing is ever sent. */
import { productionSchedule } from '../../src/core/webhook/retry-schedule.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { EventListeners } from '../../src/operations/webhooks/event-listeners.ts'

export function withoutReceivers(): Pick<Gateway, 'eventListeners' | 'webhooks' | 'secrets'> {
  const nobody = (): Promise<never> => Promise.reject(new Error('nobody is told of anything here'))
  return {
    eventListeners: new EventListeners(),
    webhooks: {
      targets: { check: nobody },
      sender: { send: nobody },
      schedule: productionSchedule,
      givesUp: true,
    },
    secrets: null,
  }
}
