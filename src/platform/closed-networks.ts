/**
 * Networks that webhooks are never sent to, even if the operator's list contains them: link-local networks, where clouds serve
 * credentials, other metadata addresses of clouds, and addresses that do not belong to one host. 168.63.129.16 looks public.
 */
import { contains, type Network, parseNetwork } from './ip-address.ts'

export const closedNetworks: readonly Network[] = [
  ...['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
  ...['100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'],
  ...['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', 'fd20:ce::254/128'],
].flatMap((text) => parseNetwork(text) ?? [])

/** None of its addresses can be opened. */
export function isClosed({ address, bits }: Network): boolean {
  return closedNetworks.some((closed) => bits >= closed.bits && contains(closed, address))
}
