/** Gateways as they run in production, where processes can share the work by kind, and receivers on this machine. */
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SecretBox } from '../../src/platform/secret-box.ts'
import { databaseFile, freePort, GatewayProcess } from '../../verification/gateway-process.ts'
import { pin } from '../cores.ts'

export type Installation = Readonly<{
  folder: string
  /** With a merchant's key, in test mode. */
  authorization: Readonly<{ authorization: string }>
  /** The signing secret of an endpoint, as it is stored. */
  sealed(endpointId: string): string
  /** `parts` as in `SERVE`. */
  start(parts: string, core: number): Promise<GatewayProcess>
}>

const encryptionKey = Buffer.alloc(32, 7)
const bundle = fileURLToPath(new URL('../../dist/flowlix.js', import.meta.url))
const run = promisify(execFile)

export async function openInstallation(folder: string): Promise<Installation> {
  mkdirSync(folder, { recursive: true })
  const environment = {
    DATABASE_URL: `sqlite:${databaseFile(folder)}`,
    ENCRYPTION_KEY: encryptionKey.toString('base64'),
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    ALLOW_INSECURE_HTTP: 'true',
    TEST_STORAGE_MB_PER_DAY: '0',
  }
  const command = async (...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, ...environment }
    return (await run(process.execPath, [bundle, ...args], { cwd: folder, env })).stdout
  }
  await command('init')
  const [merchant = ''] = (await command('merchants', 'create', '--name', 'Shop')).split(' ')
  const [key = ''] = (await command('keys', 'create', '--merchant', merchant, '--mode', 'test')).split('\n')
  return {
    folder,
    authorization: { authorization: `Bearer ${key}` },
    sealed: (id) => new SecretBox([encryptionKey]).seal(`whsec_${encryptionKey.toString('base64')}`, id),
    start: async (parts, core) => {
      const place = { folder, port: await freePort(), command: 'serve' } as const
      const gateway = new GatewayProcess({ ...place, environment: { ...environment, SERVE: parts } })
      await gateway.ready()
      pin(gateway.pid, core)
      return gateway
    },
  }
}

export const portOf = ({ url }: GatewayProcess): number => Number(new URL(url).port)
