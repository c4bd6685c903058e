/**
 * The reference: what remains of the gateway when every check is left out. Node's own HTTP server, JSON.parse, the same
 * rows, the same answers with the same headers; reading answers the same bytes from memory.
 * Arguments: sample file, database file, port.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { BareRows } from './bare-rows.ts'
import { createPath, pagePath, paymentPath, type Sample } from './sample.ts'

const [sampleFile = '', databaseFile = '', port = ''] = process.argv.slice(2)
const sample: Sample = JSON.parse(readFileSync(sampleFile, 'utf8'))
const rows = new BareRows(databaseFile, sample)
const created = sample.created.body.split(sample.paymentId)
const payment = Buffer.from(sample.payment.body)
const page = Buffer.from(sample.page.body)

const server = createServer((request, response) => {
  switch (request.url) {
    case createPath:
      return create(request, response)
    case paymentPath(sample.paymentId):
      return answer(response, 200, sample.payment.headers, payment)
    case pagePath(sample.paymentId):
      return answer(response, 200, sample.page.headers, page)
    case '/healthz':
      return answer(response, 200, {}, Buffer.from('ok'))
    default:
      return answer(response, 404, {}, Buffer.from('not found'))
  }
})
server.listen(Number(port), '127.0.0.1')

function create(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const id = newId()
    rows.insert(id, String(request.headers['idempotency-key']), () =>
      answer(response, 201, sample.created.headers, Buffer.from(created.join(id))),
    )
  })
}

type Headers = Readonly<Record<string, string>>

function answer(response: ServerResponse, status: number, headers: Headers, body: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(body)
}

function newId(): string {
  const hex = randomBytes(16).toString('hex')
  return `pay_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
