/**
 * The reference: nobody can write a simpler server that keeps the same promises. Node's own HTTP server, JSON.parse, a
 * payment and a kept response per request; reading responds from memory. Its responses are the gateway's, byte for byte,
 * headers included. Arguments: sample file, database file, port.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createPath, pagePath, paymentPath, type Sample, type SampleResponse } from '../sample.ts'
import { BareRows } from './rows.ts'

type Prepared = Readonly<{ headers: readonly string[]; body: Buffer | string }>

const [sampleFile = '', databaseFile = '', port = ''] = process.argv.slice(2)
const sample: Sample = JSON.parse(readFileSync(sampleFile, 'utf8'))
const rows = new BareRows(databaseFile)
const createdPieces = bodyOf(sample.created).toString().split(sample.paymentId)
const createdHeaders = headersOf(sample.created)
const known = new Map<string, Prepared>([
  [paymentPath(sample.paymentId), prepare(sample.payment)],
  [pagePath(sample.paymentId), prepare(sample.page)],
  ['/healthz', { headers: ['content-length', '2'], body: Buffer.from('ok') }],
])

createServer((request, response) => {
  if (request.url === createPath) return create(request, response)
  const found = known.get(request.url ?? '')
  if (found === undefined) response.writeHead(404, { 'content-length': 0 }).end()
  else response.writeHead(200, found.headers as string[]).end(found.body)
}).listen(Number(port), '127.0.0.1')

function create(request: IncomingMessage, response: ServerResponse): void {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => {
    text += piece
  })
  request.on('end', () => {
    JSON.parse(text)
    const id = `pay_${randomUUID()}`
    const body = createdPieces.join(id)
    rows.insert({
      ...{ id, request: text, response: body },
      idempotencyKey: String(request.headers['idempotency-key']),
      committed: () => respond(response, body),
    })
  })
}

function respond(response: ServerResponse, body: string): void {
  response.writeHead(201, [...createdHeaders, 'content-length', String(Buffer.byteLength(body))]).end(body)
}

/** Text goes out in one piece with its headers, bytes behind them. */
function prepare(one: SampleResponse): Prepared {
  const bytes = bodyOf(one)
  const headers = [...headersOf(one), 'content-length', String(bytes.length)]
  return { headers, body: one.headers['content-encoding'] === undefined ? bytes.toString() : bytes }
}

function bodyOf({ bodyBase64 }: SampleResponse): Buffer {
  return Buffer.from(bodyBase64, 'base64')
}

/** As a flat list, which Node writes faster than an object. */
function headersOf({ headers }: SampleResponse): string[] {
  return Object.entries(headers).flat()
}
