/** The acquirers that a crash campaign can put behind the gateway. */
import { checkoutAcquirer } from './checkout/checkout-acquirer.ts'
import { type CrashAcquirer, sandboxAcquirer } from './crash-acquirer.ts'
import { stripeAcquirer } from './stripe/stripe-acquirer.ts'

type Open = (seed: number) => CrashAcquirer | Promise<CrashAcquirer>

const acquirers = {
  // Every second seed, an acquirer to which charges are announced.
  sandbox: (seed) => sandboxAcquirer(seed % 2 === 1),
  stripe: stripeAcquirer,
  checkout: checkoutAcquirer,
} satisfies Readonly<Record<CrashAcquirer['name'], Open>>

export async function openAcquirer(
  name: CrashAcquirer['name'] = 'sandbox',
  seed: number,
): Promise<CrashAcquirer> {
  return await acquirers[name](seed)
}
