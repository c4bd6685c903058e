/** Bundles a gateway into one file that needs nothing beside it but Node.js. */
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { engines, migrationFiles } from '../src/storage/migration-files.ts'

const cjsBanner = [
  '#!/usr/bin/env node',
  `import { createRequire as createRequireForCjs } from 'node:module'`,
  `import { dirname as dirnameForCjs } from 'node:path'`,
  `import { fileURLToPath as pathForCjs } from 'node:url'`,
  'const require = createRequireForCjs(import.meta.url)',
  'const __filename = pathForCjs(import.meta.url)',
  'const __dirname = dirnameForCjs(__filename)',
].join('\n')

const filesByEngine = Object.fromEntries(engines.map((engine) => [engine, migrationFiles(engine)]))

/** The module reads a folder that does not exist beside the bundle, so what it reads becomes part of the bundle. */
const migrationsInside: Plugin = {
  name: 'migrations-inside',
  setup: (plugin) =>
    plugin.onLoad({ filter: /[\\/]storage[\\/]migration-files\.ts$/ }, () => ({
      contents: `const files = ${JSON.stringify(filesByEngine)}; export const migrationFiles = (engine) => files[engine]`,
      loader: 'js',
    })),
}

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
    // credit-card-type is CommonJS and asks for `require`.
    banner: { js: cjsBanner },
    plugins: [migrationsInside],
    logLevel: 'warning',
  })
  await chmod(outfile, 0o755)
  return outfile
}
