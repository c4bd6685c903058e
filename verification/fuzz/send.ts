/** Sends one input to the real server, and judges what comes back. */
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import type { Input } from './inputs.ts'

export type Outcome = Readonly<{
  /** Null where there was none. */
  status: number | null
  /** Null: the server behaved. Else a sentence that says how it did not. */
  fault: string | null
}>

/** Longer than the server's own limits, shorter than patience. */
const hangMs = 20_000

const agent = new Agent({ keepAlive: true, maxSockets: 32 })

export function send(port: number, input: Input): Promise<Outcome> {
  return input.kind === 'bytes' ? sendBytes(port, input.bytes) : sendRequest(port, input)
}

function sendRequest(port: number, input: Exclude<Input, { kind: 'bytes' }>): Promise<Outcome> {
  return new Promise((resolve) => {
    const { method, path, headers, body } = input
    const length = body.length === 0 && method === 'GET' ? {} : { 'content-length': String(body.length) }
    const sent = request(
      { agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...length } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve(
            judge(
              answer.statusCode ?? 0,
              String(answer.headers['content-type'] ?? ''),
              Buffer.concat(chunks),
              method,
            ),
          ),
        )
        answer.on('error', () => resolve(unanswered(null)))
      },
    )
    sent.setTimeout(hangMs, () => {
      resolve(unanswered('no answer in time'))
      sent.destroy()
    })
    // The server may close a line that it refuses before everything is sent: no answer is not a wrong answer.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve(unanswered(error.code === 'ECONNREFUSED' ? 'the server is gone' : null)),
    )
    sent.end(body)
  })
}

const errorKeys = 'type,code,message,param,decline_code,doc_url,request_id'

function unanswered(fault: string | null): Outcome {
  return { status: null, fault }
}

function judge(status: number, type: string, body: Buffer, method: string): Outcome {
  return { status, fault: faultOf(status, type, body, method) }
}

function faultOf(status: number, type: string, body: Buffer, method: string): string | null {
  if (status >= 500) return `status ${status}`
  const text = body.toString('utf8')
  if (/\bat .+\(?(?:file:|node:|\/).+:\d+:\d+/.test(text)) return 'a stack trace in the answer'
  if (status < 400 || method === 'HEAD' || !type.startsWith('application/json')) return null
  return isContractError(text) ? null : `an error of another form: ${text.slice(0, 200)}`
}

function isContractError(text: string): boolean {
  try {
    return Object.keys(JSON.parse(text).error).join(',') === errorKeys
  } catch {
    return false
  }
}

function sendBytes(port: number, bytes: Buffer): Promise<Outcome> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.setTimeout(hangMs, () => {
      resolve(unanswered('the line was left open'))
      socket.destroy()
    })
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(unanswered(error.code === 'ECONNREFUSED' ? 'the server is gone' : null)),
    )
    socket.on('close', () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
      resolve(status === 0 ? unanswered(null) : { status, fault: status >= 500 ? `status ${status}` : null })
    })
  })
}
