/** How often a second one core renders the hosted page, without HTTP, storage and compression. */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import type { PageHtml } from '../src/payment-page/templates/page-html.ts'

const entry = fileURLToPath(new URL('./render-page.ts', import.meta.url))
const warmUpMs = 500
const measuredMs = 2_000

/** The page's views are JSX, which the runtime does not read by itself: they are bundled into `folder` first. */
export async function rendersPerSecond(folder: string): Promise<number> {
  const outfile = join(folder, 'render-page.mjs')
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    // A package of the page is CommonJS and asks for it.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire('${import.meta.url}')`,
    },
  })
  const { renderOnce } = (await import(pathToFileURL(outfile).href)) as { renderOnce(): PageHtml }
  if (!renderOnce().toString().includes('name="number"'))
    throw new Error('the rendered page has no card form')
  renderFor(warmUpMs, renderOnce)
  return renderFor(measuredMs, renderOnce)
}

function renderFor(durationMs: number, render: () => PageHtml): number {
  const startedAtMs = performance.now()
  let renders = 0
  let parts = 0
  let tookMs = 0
  while (tookMs < durationMs) {
    // Its parts are counted, so that no rendering can be left out.
    for (let i = 0; i < 20; i++) parts += render().parts.length
    renders += 20
    tookMs = performance.now() - startedAtMs
  }
  if (parts === 0) throw new Error('nothing was rendered')
  return renders / (tookMs / 1_000)
}
