/** Stripe's adapter passes the tests that every adapter must pass. */
import { Stripe } from 'stripe'
import { describe, it } from 'vitest'
import { acquirerContract } from '../../../acquirer-contract/src/acquirer-contract.ts'
import { createStripe } from '../../../src/acquirers/stripe/create-stripe.ts'
import { startStripe } from '../../../verification/acquirers/stripe/start-stripe.ts'
import { recordedLog } from './recorded-log.ts'

acquirerContract(
  { describe, it },
  {
    name: 'Stripe',
    approvedPan: '4242424242424242',
    declinedPan: '4000000000009995',
    challengedPan: '4000000000003220',
    methodPan: null,
    canSettle: false,
    canDisconnect: true,
    async open() {
      const standIn = await startStripe()
      const { secretKey, url: baseUrl } = standIn
      const options = { secretKey, livemode: false, proxy: null, log: recordedLog(), baseUrl }
      return {
        acquirer: createStripe({ ...options, loadSdk: () => Stripe }),
        async passChallenge({ url }) {
          const body = new URLSearchParams({ result: 'pass' })
          await fetch(url, { method: 'POST', body, redirect: 'manual' })
          return {}
        },
        async settle() {},
        async finishRefunds() {
          standIn.book.finishRefunds()
        },
        async disconnect() {
          standIn.faults.inject(() => true, { kind: 'request_lost' }, Number.POSITIVE_INFINITY)
        },
        close: () => standIn.close(),
      }
    },
  },
)
