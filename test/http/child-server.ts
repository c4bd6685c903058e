/**
 * A server in a process of its own, whose sockets and memory can be counted. Serves as many bytes as the path says, and
 * collects its garbage at /collect.
 * Arguments: limits as JSON, trusted proxies. Prints its port.
 */
import { listen } from '../../src/http/server.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'

const [limits = '{}', proxies = ''] = process.argv.slice(2)
const serve = ({ url }: Request): Response => {
  const { pathname } = new URL(url)
  // What is garbage costs nothing, but is there until it is collected.
  if (pathname === '/collect') globalThis.gc?.()
  return new Response('x'.repeat(Number(pathname.slice(1)) || 0))
}
const server = await listen(serve, {
  port: 0,
  host: '127.0.0.1',
  apiUrl: '',
  payUrl: '',
  requestId: () => 'req_0',
  limits: JSON.parse(limits),
  trustedProxies: proxies.split(',').flatMap((text) => parseNetwork(text) ?? []),
})
process.stdout.write(`${server.port}\n`)
