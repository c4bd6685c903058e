/**
 * Whether a URL may be sent to. The only place that decides it: at creation, at an update, for a test, before every attempt,
 * and for `flowlix doctor`. Two rules that differ a little are how requests reach a network from the inside.
 */

import { isIP } from 'node:net'
import type { Network } from '../platform/ip-address.ts'
import { hostOf } from '../platform/outgoing/connect.ts'
import { type AddressKind, judgeAddress } from './judge-address.ts'
import type { ResolveName } from './resolve-name.ts'

export type TargetRules = Readonly<{
  /** Networks that are not public, which the operator has opened. */
  allowedNetworks: readonly Network[]
  /** A proxy resolves names and decides about addresses. */
  isBehindProxy: boolean
  resolve: ResolveName
}>

export type Target =
  | Readonly<{
      kind: 'ok'
      url: URL
      /** Each has been checked, and no other may be connected to. Null: a proxy finds them. */
      addresses: readonly string[] | null
      /** All of them are public. */
      isPublic: boolean
    }>
  | Refused

type Refused = Readonly<{
  kind: 'refused'
  error: 'address_not_public' | 'name_not_resolved'
  /** Continues "The URL". */
  reason: string
}>

export async function checkTarget(text: string, rules: TargetRules, ended: AbortSignal): Promise<Target> {
  const url = URL.parse(text)
  if (url === null) return refused('must be an absolute URL')
  url.hash = ''
  const mistake = mistakeIn(url)
  if (mistake !== null) return refused(mistake)
  const host = hostOf(url)
  if (isIP(host) !== 0) return judged(url, [host], rules)
  if (rules.isBehindProxy) return throughProxy(url)
  const addresses = await rules.resolve(host, ended)
  if (addresses.length > 0) return judged(url, addresses, rules)
  return refused('has a host name that does not resolve to an address', 'name_not_resolved')
}

const lengthMax = 2_048
const systemPortMax = 1_023

/** What is wrong whatever the address is; null if nothing. */
function mistakeIn(url: URL): string | null {
  if (url.href.length > lengthMax) return `must have at most ${lengthMax} characters`
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://'
  if (url.username !== '' || url.password !== '') return 'must not contain a username or a password'
  if (url.hostname.endsWith('.')) return 'must not have a host name that ends with a period'
  // The parser has removed the port of the scheme itself.
  if (url.port !== '' && Number(url.port) <= systemPortMax) return 'must use port 443, or one from 1024'
  return null
}

function judged(url: URL, addresses: readonly string[], rules: TargetRules): Target {
  const kinds = addresses.map((address) => judgeAddress(address, rules.allowedNetworks))
  if (kinds.includes('refused')) return refused(notPublic + halfOpened(addresses, kinds))
  return permitted(url, kinds) ?? { kind: 'ok', url, addresses, isPublic: !kinds.includes('allowed') }
}

/**
 * Loopback has two addresses, and an operator may have opened only one. Others are not named: whoever asks is a merchant, and
 * must not learn the map of the operator's network.
 */
function halfOpened(addresses: readonly string[], kinds: readonly AddressKind[]): string {
  if (!kinds.includes('allowed')) return ''
  const closed = addresses.find((address, at) => kinds[at] === 'refused' && loopback.includes(address))
  return closed === undefined ? '' : `. The host name also has the address ${closed}, which is not allowed`
}

const loopback: readonly string[] = ['127.0.0.1', '::1']

const notPublic =
  'must lead to public addresses only. If the receiver is in a private network, the operator of the gateway can allow that network with WEBHOOK_ALLOWED_NETWORKS, or send through WEBHOOK_PROXY'

/** Plain HTTP, and an address in place of a name, are for networks that the operator has opened. */
function permitted(url: URL, kinds: readonly AddressKind[]): Refused | null {
  if (kinds.every((kind) => kind === 'allowed')) return null
  if (url.protocol === 'http:') return refused('must begin with https://')
  return isIP(hostOf(url)) === 0 ? null : refused('must have a host name instead of an IP address')
}

function throughProxy(url: URL): Target {
  return url.protocol === 'http:'
    ? refused('must begin with https://')
    : { kind: 'ok', url, addresses: null, isPublic: false }
}

function refused(reason: string, error: Refused['error'] = 'address_not_public'): Refused {
  return { kind: 'refused', error, reason }
}
