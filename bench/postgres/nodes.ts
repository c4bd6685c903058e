/** Gateways on one PostgreSQL database, each a process of its own. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, GatewayProcess } from '../../verification/gateway-process.ts'
import { pin, serverCore } from '../cores.ts'

export type Node = Readonly<{ gateway: GatewayProcess; port: number }>

/** On a core that the load generator does not use. */
export async function startNode(folder: string, databaseUrl: string): Promise<Node> {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  // The default of ten connections; more would not be used by so few cores.
  const gateway = new GatewayProcess({ folder, port, environment: { DATABASE_URL: databaseUrl } })
  await gateway.ready()
  pin(gateway.pid, serverCore)
  return { gateway, port }
}

export const nodeFolder = (folder: string, name: string): string => join(folder, name)
