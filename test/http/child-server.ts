/**
 * A server in a process of its own, whose sockets and memory can be counted. Serves as many bytes as the path says.
 * Arguments: limits as JSON, trusted proxies. Prints its port.
 */
import { listen } from '../../src/http/server.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'

const [limits = '{}', proxies = ''] = process.argv.slice(2)
const server = await listen(({ url }) => new Response('x'.repeat(Number(new URL(url).pathname.slice(1)))), {
  port: 0,
  host: '127.0.0.1',
  apiUrl: '',
  payUrl: '',
  requestId: () => 'req_0',
  limits: JSON.parse(limits),
  trustedProxies: proxies.split(',').flatMap((text) => parseNetwork(text) ?? []),
})
process.stdout.write(`${server.port}\n`)
