/** How a receiver checks both signatures, written from their published descriptions and not with the gateway's code. */
import { createHmac } from 'node:crypto'

/** Signed with exactly these secrets, in this order, in both schemes. */
export function isSignedWith(
  headers: Readonly<Record<string, string>>,
  body: string,
  secrets: readonly string[],
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers
  const standard = secrets.map((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  const own = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  )
  return (
    headers['webhook-signature'] === standard.join(' ') &&
    headers['Flowlix-Signature'] === [`t=${timestamp}`, ...own].join(',')
  )
}
