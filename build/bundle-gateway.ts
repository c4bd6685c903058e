/** Bundles a gateway into one file that needs nothing beside it but Node.js. */
import { chmod, mkdir } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { majorMin } from '../bin/runtime.js'
import { type Engine, engines, migrationFiles } from '../src/storage/migration-files.ts'

const cjsBanner = [
  '#!/usr/bin/env node',
  `import { createRequire as createRequireForCjs } from 'node:module'`,
  `import { dirname as dirnameForCjs } from 'node:path'`,
  `import { fileURLToPath as pathForCjs } from 'node:url'`,
  `if (Number.parseInt(process.versions.node, 10) < ${majorMin}) {`,
  `  process.stderr.write('flowlix: Node.js ' + process.versions.node + ' is too old for dist/flowlix.js. Use Node.js ${majorMin} or later, or run bin/flowlix.js, which finds the Node.js that npm installed.\\n')`,
  '  process.exit(2)',
  '}',
  'const require = createRequireForCjs(import.meta.url)',
  'const __filename = pathForCjs(import.meta.url)',
  'const __dirname = dirnameForCjs(__filename)',
].join('\n')

type BundleOptions = Readonly<{
  /** Migrations that are not in the sources, for tests of upgrades. */
  moreMigrations?: MoreMigrations
  /** For a debugger. */
  sourceMap?: boolean
}>
type MoreMigrations = Readonly<Partial<Record<Engine, ReturnType<typeof migrationFiles>>>>

/** The module reads a folder that does not exist beside the bundle, so what it reads becomes part of the bundle. */
function migrationsInside(more: MoreMigrations): Plugin {
  const files = engines.map((engine) => [engine, [...migrationFiles(engine), ...(more[engine] ?? [])]])
  const text = JSON.stringify(Object.fromEntries(files))
  return {
    name: 'migrations-inside',
    setup: (plugin) =>
      plugin.onLoad({ filter: /[\\/]storage[\\/]migration-files\.ts$/ }, () => ({
        contents: `const files = ${text}; export const migrationFiles = (engine) => files[engine]`,
        loader: 'js',
      })),
  }
}

/**
 * Imports of Node's modules are resolved before anything runs, so an older Node.js would end with a stack. Asked for
 * while running, they come after the banner's check.
 */
const builtinsWhileRunning: Plugin = {
  name: 'builtins-while-running',
  setup: (plugin) => {
    const names = new Set(builtinModules)
    plugin.onResolve({ filter: /^(?:node:)?[a-z_/]+$/ }, ({ path, namespace }) => {
      const name = path.replace(/^node:/, '')
      if (namespace === 'builtin' || !(path.startsWith('node:') || names.has(name))) return undefined
      return { path: `node:${name}`, namespace: 'builtin' }
    })
    plugin.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/** Zod's messages in fifty languages are a tenth of the bundle. Those of the gateway are its own. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup: (plugin) =>
    plugin.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js'`,
      loader: 'js',
    })),
}

/** `entry` from the root of the repository. Returns the file. */
export async function bundleGateway(
  root: string,
  entry: string,
  folder: string,
  name: string,
  { moreMigrations = {}, sourceMap = false }: BundleOptions = {},
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
    sourcemap: sourceMap ? 'inline' : false,
    charset: 'utf8',
    // credit-card-type is CommonJS and asks for `require`.
    banner: { js: cjsBanner },
    plugins: [migrationsInside(moreMigrations), builtinsWhileRunning, withoutLocales],
    logLevel: 'warning',
  })
  await chmod(outfile, 0o755)
  return outfile
}
