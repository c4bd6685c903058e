/** The campaigns' own command lines: a misspelled option is one sentence and exit status 2, as in `flowlix` itself. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it.each(['simulate', 'mutants', 'fuzz', 'crash', 'scan-card-data'])(
  '%s refuses an unknown option',
  (name) => {
    const script = join(root, `scripts/${name}.ts`)
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, '--sedes', '5'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect({ status, stderr, stdout }).toStrictEqual({
      status: 2,
      stderr: "Unknown option '--sedes'.\n",
      stdout: '',
    })
  },
)
