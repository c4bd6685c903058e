/** A DNS server of a test's own, over UDP, whose answers a test decides question by question. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'

/** The addresses of a name; null: the server says nothing. `count` is how often the name was asked for before. */
type Answers = (name: string, count: number) => readonly string[] | null

export type DnsServer = Readonly<{ address: string; asked: string[]; close(): Promise<void> }>

const typeA = 1
const typeAaaa = 28

export async function openDnsServer(answers: Answers): Promise<DnsServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const { name, type, end } = readQuestion(message)
    const question = `${name} ${type === typeA ? 'A' : 'AAAA'}`
    const found = answers(name, asked.filter((one) => one === question).length)
    asked.push(question)
    if (found === null) return
    const records = found.filter((one) => isIPv6(one) === (type === typeAaaa)).map((one) => record(type, one))
    socket.send(
      Buffer.concat([header(message, records.length), message.subarray(12, end), ...records]),
      port,
      address,
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readQuestion(message: Buffer): Readonly<{ name: string; type: number; end: number }> {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** A response without an error, to one question, and with so many answers. */
function header(question: Buffer, answers: number): Buffer {
  const bytes = Buffer.alloc(12)
  question.copy(bytes, 0, 0, 2)
  bytes.writeUInt16BE(0x8180, 2)
  bytes.writeUInt16BE(1, 4)
  bytes.writeUInt16BE(answers, 6)
  return bytes
}

/** Its name points to the question's, and it may not be kept. */
function record(type: number, address: string): Buffer {
  const data = type === typeA ? Buffer.from(address.split('.').map(Number)) : bytesOfIPv6(address)
  const bytes = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length])
  return Buffer.concat([bytes, data])
}

function bytesOfIPv6(address: string): Buffer {
  const full = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail = ''] = full.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
