/**
 * A server that does nothing: one fixed response to whatever arrives. What the load generator reaches against it is the
 * most that it can measure. Argument: port.
 */
import { createServer } from 'node:net'

const response = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.on('data', () => socket.write(response))
})
server.listen(Number(process.argv[2]), '127.0.0.1')
