/** Makes the built-in acquirers from their settings. */
import type { BuiltInAcquirer } from '../../config/acquirer-names.ts'
import type { Config } from '../../config/read-config.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'
import type { Log } from '../../ports/system.ts'
import { loadSdk } from './load-sdk.ts'

/** `proxy`: instead of the configured one. */
type Open = (log: Log, proxy?: string) => Acquirer
type Build = (config: Config, mode: Mode) => Promise<Open | null>

/** Null where a credential is missing. */
export const builtIn: Readonly<Record<BuiltInAcquirer, Build>> = {
  stripe: async (config, mode) => {
    const key = mode === 'live' ? config.stripeKey : config.stripeTestKey
    if (key === null) return null
    const sdk = loadSdk('stripe')
    const { createStripe } = await import('../../acquirers/stripe/create-stripe.ts')
    return (log, proxy) =>
      createStripe({
        secretKey: key.text(),
        livemode: mode === 'live',
        proxy: proxy ?? config.acquirerProxy?.href ?? null,
        loadSdk: async () => sdk,
        log,
      })
  },
  checkout: async (config, mode) => {
    const [secretKey, publicKey, prefix, channel] =
      mode === 'live'
        ? [config.checkoutKey, config.checkoutPublicKey, config.checkoutPrefix, config.checkoutChannel]
        : [
            config.checkoutTestKey,
            config.checkoutTestPublicKey,
            config.checkoutTestPrefix,
            config.checkoutTestChannel,
          ]
    if (secretKey === null || publicKey === null || prefix === null || channel === null) return null
    const { createCheckout } = await import('../../acquirers/checkout/checkout.ts')
    return (log, proxy) =>
      createCheckout({
        secretKey: secretKey.text(),
        publicKey: publicKey.text(),
        ...{ prefix, channel, log },
        livemode: mode === 'live',
        proxy: proxy ?? config.acquirerProxy?.href ?? null,
      })
  },
}
