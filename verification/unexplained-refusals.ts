/**
 * Nodes whose database is there refuse a request only if it ran into a time limit, because the machine is busy. Their logs
 * say why they refused.
 */
import { readFileSync } from 'node:fs'
import { outputFile } from './gateway-process.ts'

/** What the storage calls its time limits: of a statement, of a lock, of all that one request asks, and of a connection. */
const timeLimits = [
  'refused a statement: 57014',
  'refused a statement: 55P03',
  'PostgreSQL did not answer in time',
  'all connections to PostgreSQL are in use',
  'the connection to PostgreSQL is lost: ETIMEDOUT',
  'the connection to PostgreSQL is lost: CONNECT_TIMEOUT',
]

/** Sentences, one for each request that was refused for another reason, or for none. `folders`: the nodes' own. */
export function unexplainedRefusals(
  requestIds: readonly string[],
  folders: readonly string[],
): readonly string[] {
  if (requestIds.length === 0) return []
  const lines = folders.flatMap((folder) => readFileSync(outputFile(folder), 'utf8').split('\n'))
  return requestIds.flatMap((id) => {
    const reason = lines.find((line) => line.includes(id) && line.includes('could not be served'))
    if (timeLimits.some((limit) => reason?.includes(limit))) return []
    return [`${id} was refused: ${reason ?? 'the log does not say why'}`]
  })
}
