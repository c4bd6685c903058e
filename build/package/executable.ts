/** The gateway and its Node.js as one executable file, by Node's own means (`node --build-sea`). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runtimeFlags } from '../../bin/runtime.js'

/** `bundle` is the whole gateway in one file. Returns the name of the executable in `folder`. */
export async function buildExecutable(bundle: string, folder: string): Promise<string> {
  const name = `flowlix-${process.platform}-${process.arch}${process.platform === 'win32' ? '.exe' : ''}`
  const work = mkdtempSync(join(tmpdir(), 'flowlix-executable-'))
  const settings = {
    main: bundle,
    mainFormat: 'module',
    output: join(folder, name),
    disableExperimentalSEAWarning: true,
    execArgv: runtimeFlags(),
    // NODE_OPTIONS of whoever starts it must not change how card numbers are handled.
    execArgvExtension: 'none',
  }
  try {
    writeFileSync(join(work, 'settings.json'), JSON.stringify(settings))
    execFileSync(process.execPath, ['--build-sea', join(work, 'settings.json')], { stdio: 'pipe' })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return name
}
