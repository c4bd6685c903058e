/** Lets this thread count the core's decisions: whoever imports their entry gets the one that counts. */
import { registerHooks } from 'node:module'

const decide = new URL('../../src/core/payment/decide.ts', import.meta.url).href
const counting = new URL('./counting-decide.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context)
    const isCounted = resolved.url === decide && context.parentURL !== counting
    return isCounted ? { ...resolved, url: counting } : resolved
  },
})
