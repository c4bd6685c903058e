/**
 * `npm run crash -- --seed 7 --cycles 200 [--ending kill] [--acquirer stripe]`: the crash campaign on the built gateway, in
 * front of the sandbox or of a stand-in for Stripe or Checkout.com over lines that break. With
 * `--database postgres --nodes 3 --node-kills 200 --postmaster-kills 50`, several nodes are killed, and the PostgreSQL
 * server under them. With `--webhook-kills 200`, two gateways that deliver events are killed, on either engine, and with
 * `--database postgres --webhook-events 100000 --nodes 4 --node-kills 20`, several that send so many events to 50 receivers.
 * Ends with status 1 when anything acknowledged was lost, anything was taken twice, the books differ, an event did not reach
 * its receiver as it was committed, or card data was written.
 */
import { randomInt } from 'node:crypto'
import { endings } from '../verification/crash/endings.ts'
import { readOptions, refuse } from '../verification/read-options.ts'
import { crashOnPostgres } from './crash/on-postgres.ts'
import { crashOnSqlite } from './crash/on-sqlite.ts'
import { sendFromManyNodes } from './crash/webhook-nodes.ts'
import { crashWebhookSenders } from './crash/webhook-senders.ts'

const { values } = readOptions({
  options: {
    database: { type: 'string', default: 'sqlite' },
    seed: { type: 'string' },
    cycles: { type: 'string' },
    ending: { type: 'string' },
    acquirer: { type: 'string' },
    nodes: { type: 'string' },
    'node-kills': { type: 'string' },
    'postmaster-kills': { type: 'string' },
    'webhook-kills': { type: 'string' },
    'webhook-events': { type: 'string' },
  },
})
const optionsOf = {
  sqlite: ['cycles', 'ending', 'acquirer'],
  postgres: ['nodes', 'node-kills', 'postmaster-kills', 'webhook-events'],
} as const

const { database } = values
if (database !== 'sqlite' && database !== 'postgres') refuse('--database must be sqlite or postgres.')
const other = database === 'sqlite' ? 'postgres' : 'sqlite'
for (const name of optionsOf[other]) {
  if (values[name] !== undefined) refuse(`--${name} needs --database ${other}.`)
}

function wholeNumber(
  name: 'cycles' | 'nodes' | 'node-kills' | 'postmaster-kills' | 'webhook-kills' | 'webhook-events',
  usual: number,
  least: number,
) {
  const value = Number(values[name] ?? usual)
  return Number.isInteger(value) && value >= least
    ? value
    : refuse(`--${name} must be a whole number of at least ${least}.`)
}

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
if (!Number.isInteger(seed)) refuse('--seed must be a whole number.')
const ending = endings.find((one) => one === values.ending)
if (values.ending !== undefined && ending === undefined) {
  refuse(`--ending must be one of ${endings.join(', ')}.`)
}
const { acquirer = 'sandbox' } = values
if (acquirer !== 'sandbox' && acquirer !== 'stripe' && acquirer !== 'checkout') {
  refuse('--acquirer must be sandbox, stripe, or checkout.')
}
const cycles = wholeNumber('cycles', 200, 1)
const nodes = wholeNumber('nodes', 3, 1)
const nodeKills = wholeNumber('node-kills', 200, 0)
const postmasterKills = wholeNumber('postmaster-kills', 50, 0)

console.log(`seed ${seed}`)
const webhookKills = wholeNumber('webhook-kills', 0, 0)
const webhookEvents = wholeNumber('webhook-events', 0, 0)
const isClean = await (webhookKills > 0
  ? crashWebhookSenders({ seed, kills: webhookKills, isOnPostgres: database === 'postgres' })
  : webhookEvents > 0
    ? sendFromManyNodes({ seed, nodes, kills: nodeKills, events: webhookEvents })
    : database === 'sqlite'
      ? crashOnSqlite({ seed, cycles, ending, acquirer })
      : crashOnPostgres({ seed, nodes, nodeKills, postmasterKills }))
process.exitCode = isClean ? 0 : 1
