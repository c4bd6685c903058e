/** A process of its own that starts a server, says where, and waits to be killed. */
import { writeSync } from 'node:fs'
import { PostgresServer } from '../../verification/postgres/server.ts'

const server = await PostgresServer.start()
writeSync(1, `${server.url()}\n`)
setInterval(() => {}, 60_000)
