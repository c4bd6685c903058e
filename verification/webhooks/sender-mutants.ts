/**
 * Bugs in how webhooks are sent. The simulation has no sockets, so it is the sender's own tests, with real ones, that must
 * find them.
 */
import type { Edit } from '../simulation/mutant.ts'

export type SenderMutant = Readonly<{
  name: string
  edits: readonly Edit[]
  /** Where it must be found. */
  test: string
}>

const checkTarget = 'src/webhooks/check-target.ts'
const connect = 'src/platform/outgoing/connect.ts'
const senderTest = 'test/webhooks/sender.test.ts'
const targetTest = 'test/webhooks/check-target.test.ts'
const addressTest = 'test/webhooks/sender-addresses.test.ts'

export const senderMutants: readonly SenderMutant[] = [
  {
    name: 'a redirect is followed',
    test: senderTest,
    edits: [
      {
        file: 'src/webhooks/post.ts',
        find: '    const response = await responseTo(start(socket, sent))\n',
        replace: `    let response = await responseTo(start(socket, sent))
    if ('headers' in response && response.headers.location !== undefined) {
      const url = new URL(response.headers.location)
      const { connect } = await import('node:net')
      response = await responseTo(start(connect(Number(url.port), url.hostname), { ...sent, url }))
    }
`,
      },
    ],
  },
  {
    name: 'a redirect is a success',
    test: senderTest,
    edits: [
      {
        file: 'src/webhooks/outcome-of.ts',
        find: 'if (statusCode >= 200 && statusCode < 300) return null',
        replace: 'if (statusCode >= 200 && statusCode < 400) return null',
      },
    ],
  },
  {
    name: 'an address in place of a name is not checked',
    test: addressTest,
    edits: [
      {
        file: checkTarget,
        find: 'if (isIP(host) !== 0) return judged(url, [host], rules)',
        replace: "if (isIP(host) !== 0) return { kind: 'ok', url, addresses: [host], isPublic: true }",
      },
    ],
  },
  {
    name: 'one public address is enough',
    test: targetTest,
    edits: [
      {
        file: checkTarget,
        find: "if (kinds.includes('refused'))",
        replace: "if (kinds.every((kind) => kind === 'refused'))",
      },
    ],
  },
  {
    name: 'an attempt asks DNS again after the check',
    test: addressTest,
    edits: [{ file: connect, find: 'lookup: lookupAmong(addresses)', replace: '' }],
  },
  {
    name: 'any certificate is good enough',
    test: senderTest,
    edits: [{ file: connect, find: 'rejectUnauthorized: true', replace: 'rejectUnauthorized: false' }],
  },
  {
    name: 'a certificate may be for another name',
    test: senderTest,
    edits: [
      {
        file: connect,
        find: 'rejectUnauthorized: true',
        replace: 'rejectUnauthorized: true, checkServerIdentity: () => undefined',
      },
    ],
  },
]
