/** The acquirers that a crash campaign can put behind the gateway. */
import { checkoutAcquirer } from './checkout/checkout-acquirer.ts'
import { type CrashAcquirer, sandboxAcquirer } from './crash-acquirer.ts'
import { stripeAcquirer } from './stripe/stripe-acquirer.ts'

type Open = () => CrashAcquirer | Promise<CrashAcquirer>

const acquirers = {
  sandbox: sandboxAcquirer,
  stripe: stripeAcquirer,
  checkout: checkoutAcquirer,
} satisfies Readonly<Record<CrashAcquirer['name'], Open>>

export async function openAcquirer(name: CrashAcquirer['name'] = 'sandbox'): Promise<CrashAcquirer> {
  return await acquirers[name]()
}
