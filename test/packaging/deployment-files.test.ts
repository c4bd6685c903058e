/** The container file and the systemd unit say what the launcher says, and systemd accepts the unit. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runtimeFlags } from '../../bin/runtime.js'

const pathOf = (name: string) => fileURLToPath(new URL(`../../packaging/${name}`, import.meta.url))
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd) console.warn('skipped: systemd-analyze is not installed, so the systemd unit is not checked')

it('the container starts the gateway with the same flags as the command', () => {
  const entrypoint = /^ENTRYPOINT (\[[^\]]*\])/m.exec(readFileSync(pathOf('Dockerfile'), 'utf8'))?.[1] ?? ''
  const command = JSON.parse(entrypoint.replaceAll('\\\n', '')) as readonly string[]
  expect(command.slice(1, -1)).toEqual(runtimeFlags())
})

it.skipIf(!hasSystemd)('systemd finds no unknown or misplaced setting in the unit', () => {
  const { stderr } = spawnSync('systemd-analyze', ['verify', pathOf('flowlix.service')], { encoding: 'utf8' })
  // The executable is not installed where the tests run.
  const complaints = stderr.split('\n').filter((line) => line !== '' && !line.includes('is not executable'))
  expect(complaints).toEqual([])
})

it('the commands at the top of the unit use the same database as the unit', () => {
  const [comment = '', unit = ''] = readFileSync(pathOf('flowlix.service'), 'utf8').split('[Unit]')
  const [database = 'the unit sets no DATABASE_URL'] = /DATABASE_URL=\S+/.exec(unit) ?? []
  const commands = comment.replaceAll('\\\n#', '')
  expect(/^# {3}as_gateway="(.*)"$/m.exec(commands)?.[1]).toContain(` -p Environment=${database} `)
  const run = [...commands.matchAll(/^# {3}\$as_gateway (flowlix \w+( create)?)/gm)].map(([, name]) => name)
  expect(run).toEqual(['flowlix init', 'flowlix merchants create', 'flowlix keys create'])
})
