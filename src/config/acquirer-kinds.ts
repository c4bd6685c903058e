/** How the settings of acquirers are parsed. No message repeats a value. */
import { type AcquirerSource, acquirerSource } from './acquirer-names.ts'
import { type Kind, Unusable } from './kinds.ts'
import { Secret } from './secret.ts'

/** The first one is the default. */
export function acquirerList(): Kind<readonly AcquirerSource[]> {
  return (value) => {
    const parts = value === '' ? [] : value.split(',').map((part) => part.trim())
    if (parts.includes('') || new Set(parts).size < parts.length)
      throw new Unusable('must list names or paths, separated by commas, each of them once')
    return parts.map(acquirerSource)
  }
}

type Mode = 'test' | 'live'

export function stripeKey(mode: Mode): Kind<Secret> {
  return (value) => {
    const [, kind, keyMode] = /^(sk|rk|pk)_(test|live)_[A-Za-z0-9_]{10,250}$/.exec(value) ?? []
    const wanted = `a secret or restricted key from Stripe, sk_${mode}_... or rk_${mode}_...`
    if (kind === undefined) throw new Unusable(`must be ${wanted}`)
    if (kind === 'pk') throw new Unusable(`is a publishable key, but must be ${wanted}`)
    if (keyMode !== mode) throw new Unusable(`is a ${keyMode} key, but must be ${wanted}`)
    return new Secret(value)
  }
}

/** The patterns are those of Checkout.com's own libraries. */
export function checkoutKey(prefix: 'sk' | 'pk', mode: Mode): Kind<Secret> {
  return (value) => {
    const [, kind, sandbox] = /^(sk|pk)_(sbox_)?[a-z2-7]{26}[a-z2-7*#$=]$/.exec(value) ?? []
    const noun = prefix === 'sk' ? 'secret' : 'public'
    const start = mode === 'test' ? `${prefix}_sbox_` : `${prefix}_`
    const wanted = `a ${noun} key from Checkout.com, ${start} and 27 characters`
    if (kind === undefined) throw new Unusable(`must be ${wanted}`)
    if (kind !== prefix)
      throw new Unusable(`is a ${kind === 'sk' ? 'secret' : 'public'} key, but must be ${wanted}`)
    const keyMode = sandbox === undefined ? 'live' : 'test'
    if (keyMode !== mode)
      throw new Unusable(`is a ${keyMode === 'test' ? 'sandbox' : 'live'} key, but must be ${wanted}`)
    return new Secret(value)
  }
}

/** It becomes part of a host name. */
export function checkoutPrefix(): Kind<string> {
  return (value) => {
    if (!/^[a-z0-9]{8}$/.test(value))
      throw new Unusable('must be the first 8 characters of the client ID, without cli_')
    return value
  }
}

/** At Checkout.com, as an account of a merchant or as the one for all others. */
export function isProcessingChannel(value: string): boolean {
  return /^pc_[a-z0-9]{10,60}$/.test(value)
}

export function checkoutChannel(): Kind<string> {
  return (value) => {
    if (!isProcessingChannel(value)) throw new Unusable('must be the ID of a processing channel, pc_...')
    return value
  }
}
