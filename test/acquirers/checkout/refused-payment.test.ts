/** Payment requests that Checkout.com refuses with status 422: a decline only if each error says that nothing was done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, goodPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout()
})
afterEach(() => world.standIn.close())

function refuse(body: string): void {
  world.standIn.faults.inject(on('POST', /^\/payments$/), {
    kind: 'instead',
    isHandled: false,
    answer: { status: 422, body },
  })
}

describe('a payment request', () => {
  it('that is refused for its amount is declined', async () => {
    refuse('{"error_codes":["amount_invalid"]}')
    expect(await world.authorize(request(goodPan))).toMatchObject({ declineCode: 'invalid_amount' })
  })

  it.each([
    [['processing_channel_id_required'], 'processing_error'],
    [['business_settings_missing', 'card_expired'], 'expired_card'],
    [['3ds_not_configured'], 'processing_error'],
  ])(
    'that is refused for %j is declined, because nothing was done, and raises an alarm',
    async (codes, declineCode) => {
      refuse(JSON.stringify({ error_codes: codes }))
      expect(await world.authorize(request(goodPan))).toMatchObject({ kind: 'declined', declineCode })
      expect(world.logged).toMatchObject([{ alarm: 'acquirer_request', code: codes.join(', ') }])
    },
  )

  it.each([
    [['token_used', 'card_expired']],
    [['processing_channel_id_required', 'something_new']],
    [['payment_invalid']],
    [['card_expired', 'not_a_code']],
  ])('that is refused for %j has an unknown outcome, because something may have been done', async (codes) => {
    refuse(JSON.stringify({ error_codes: codes }))
    expect(await world.authorize(request(goodPan))).toMatchObject({ kind: 'unknown' })
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_request', code: codes.join(', ') }])
  })

  it('that is refused with something that is no code leaves nothing of it in the log', async () => {
    const body = JSON.stringify({ error_codes: [goodPan, `number_${goodPan}`, 7, 'card_expired'] })
    refuse(body)
    expect(await world.authorize(request(goodPan))).toMatchObject({ kind: 'unknown' })
    expect(JSON.stringify(world.logged)).not.toContain('4242')
  })
})
