/** Lets this thread import the page's views as they are written: Node itself reads TypeScript, but not JSX. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { transformSync } from 'esbuild'

const jsx = { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'hono/jsx', format: 'esm' } as const

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return nextLoad(url, context)
    const { code } = transformSync(readFileSync(new URL(url), 'utf8'), jsx)
    return { format: 'module', source: code, shortCircuit: true }
  },
})
