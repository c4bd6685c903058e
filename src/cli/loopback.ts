/** Addresses that only this machine can reach. */

const addresses: readonly string[] = ['127.0.0.1', 'localhost', '::1']

export function isLoopbackAddress(host: string): boolean {
  return addresses.includes(host)
}
