/** A request is linked to the sender's trace by a valid `traceparent`; everything else in this header is ignored. */
import { expect, it } from 'vitest'
import { accessLog } from '../../src/http/access-log.ts'
import { readTraceParent } from '../../src/http/trace-parent.ts'
import { requestFields } from '../../src/security-event.ts'
import { openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parentId = '00f067aa0ba902b7'
const valid = `00-${traceId}-${parentId}-01`

it.each([
  ['of version 00', valid],
  ['that is not sampled', `00-${traceId}-${parentId}-00`],
  ['with flags that are not defined yet', `00-${traceId}-${parentId}-ff`],
  ['of a later version', `cc-${traceId}-${parentId}-01`],
  ['of a later version with more fields', `01-${traceId}-${parentId}-01-what-is-next`],
])('a header %s is read', (_, header) => {
  expect(readTraceParent(header)).toEqual({ traceId, parentId })
})

it.each([
  ['that is missing', undefined],
  ['that is empty', ''],
  ['of the version that is never valid', `ff-${traceId}-${parentId}-01`],
  ['of version 00 with more fields', `${valid}-what-is-next`],
  ['of a later version that continues without a hyphen', `01-${traceId}-${parentId}-01.what`],
  ['without a trace', `00-${'0'.repeat(32)}-${parentId}-01`],
  ['without a parent', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['with uppercase letters', valid.toUpperCase()],
  ['with other letters', `00-${traceId.replace('4', 'g')}-${parentId}-01`],
  ['with a trace that is too short', `00-${traceId.slice(1)}-${parentId}-01`],
  ['with a parent that is too long', `00-${traceId}-${parentId}0-01`],
  ['without flags', `00-${traceId}-${parentId}`],
  ['with flags of one digit', `00-${traceId}-${parentId}-1`],
  ['with a space before it', ` ${valid}`],
  ['with a line break behind it', `${valid}\n`],
  ['that was sent twice', `${valid}, ${valid}`],
])('a header %s is ignored', (_, header) => {
  expect(readTraceParent(header)).toBeNull()
})

it('a request’s line in the log and its security events name its trace', async () => {
  const lines: Readonly<Record<string, unknown>>[] = []
  const note = (fields: Readonly<Record<string, unknown>>) => void lines.push(fields)
  const log = { debug: note, info: note, warn: note, error: note }
  const server = await openListeningApp(
    {},
    {
      observe: (record) => {
        accessLog({ log, routeOf: () => null, showsUnknownPaths: false })(record)
        note(requestFields(record.context))
      },
    },
  )
  const connection = await RawConnection.open(server.port)
  const send = (headers: string) =>
    connection.send(`GET /v1/payments HTTP/1.1\r\nHost: localhost:4242\r\n${headers}\r\n`)
  send(`traceparent: ${valid}\r\n`)
  send(`traceparent: ${valid}\r\ntraceparent: ${valid}\r\n`)
  send('')
  await expect.poll(() => lines.length).toBe(6)
  connection.destroy()
  await server.close()
  const [first, second, ...others] = lines
  expect(first).toMatchObject({ traceId, parentId, status: 401 })
  expect(second).toMatchObject({ traceId })
  for (const other of others) expect(JSON.parse(JSON.stringify(other))).not.toHaveProperty('traceId')
})
