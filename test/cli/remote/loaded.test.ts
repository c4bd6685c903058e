/** Commands for a running gateway start at once, because they load nothing of the gateway itself. */
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

type Outputs = Metafile['outputs']

/** What is loaded before a command is chosen, and with a remote one. */
function loadedAtOnce(outputs: Outputs, name: string): readonly string[] {
  const found = new Set([name])
  for (const chunk of found)
    for (const { path, kind } of outputs[chunk]?.imports ?? [])
      if (kind === 'import-statement' && path in outputs) found.add(path)
  return [...found].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}))
}

it('load no package, no storage, and no part of the gateway', async () => {
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: ['src/main.ts'], outdir: 'dist' },
    ...{ bundle: true, splitting: true, write: false, metafile: true },
    ...{ format: 'esm', platform: 'node', jsx: 'automatic', jsxImportSource: 'hono/jsx' },
  })
  const files = loadedAtOnce(metafile.outputs, 'dist/main.js')
  expect(files).toContain('src/cli/remote/gateway-api.ts')
  const gateway = /^src\/(?:app|storage|operations\/gateway|http|worker|payment-page)|^node_modules\//
  expect(files.filter((file) => gateway.test(file))).toEqual([])
  expect(files.filter((file) => file.startsWith('src/api/'))).toEqual([
    'src/api/documented-key.ts',
    'src/api/api-error.ts',
  ])
})
