/** The campaigns' own command lines: a misspelled option is one sentence and exit status 2, as in `flowlix` itself. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

function run(name: string, ...typed: readonly string[]) {
  const script = join(root, `scripts/${name}.ts`)
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...typed], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, stderr, stdout }
}

it.each(['simulate', 'mutants', 'fuzz', 'crash', 'races', 'scan-card-data'])(
  '%s refuses an unknown option',
  (name) => {
    expect(run(name, '--sedes', '5')).toStrictEqual({
      status: 2,
      stderr: "Unknown option '--sedes'.\n",
      stdout: '',
    })
  },
)

it.each(['package.json', 'nowhere'])('scan-card-data refuses %s, which is not a folder', (path) => {
  expect(run('scan-card-data', path, '--pan', '4242424242424242')).toStrictEqual({
    status: 2,
    stderr: `${path} is not a folder.\n`,
    stdout: '',
  })
})
