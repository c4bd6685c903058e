/** "Cancel and return": a separate form, because leaving changes the payment. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'

type CancelFormProps = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant; token: string }>

export function CancelForm({ messages, payment, merchant, token }: CancelFormProps) {
  return (
    <form class="cancel" method="post" action={messages.link(`/hpp/${payment.id}/cancel/${token}`)}>
      <button type="submit" class="quiet">
        {payment.returnUrl === null
          ? messages.text('open.cancelPlain')
          : messages.text('open.cancel', { merchant: merchant.name })}
      </button>
    </form>
  )
}
