/** Bundles a gateway into one file that runs by itself, with the storage's migrations beside it. */
import { chmod, cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const cjsBanner = [
  '#!/usr/bin/env node',
  `import { createRequire as createRequireForCjs } from 'node:module'`,
  `import { dirname as dirnameForCjs } from 'node:path'`,
  `import { fileURLToPath as pathForCjs } from 'node:url'`,
  'const require = createRequireForCjs(import.meta.url)',
  'const __filename = pathForCjs(import.meta.url)',
  'const __dirname = dirnameForCjs(__filename)',
].join('\n')

/** `entry` from the root of the repository. Returns the file. */
export async function bundleGateway(
  root: string,
  entry: string,
  folder: string,
  name: string,
): Promise<string> {
  const outfile = join(folder, name)
  await mkdir(folder, { recursive: true })
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Not the syntax: class and function names stay as they are written, for stack traces.
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'utf8',
    // pino and credit-card-type are CommonJS and ask for `require` and the names of their files.
    banner: { js: cjsBanner },
    logLevel: 'warning',
  })
  await chmod(outfile, 0o755)
  await rm(join(folder, 'migrations'), { recursive: true, force: true })
  await cp(join(root, 'src/storage/migrations'), join(folder, 'migrations'), { recursive: true })
  return outfile
}
