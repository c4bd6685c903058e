/** Puts the receivers of webhooks that the documentation shows into a module, so that they are part of the bundle. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './write-whole.ts'

const root = join(import.meta.dirname, '..')
const names = [
  'express.js',
  'hono.js',
  'next-route.js',
  'node.js',
  'inbox.js',
  'flask_receiver.py',
  'receiver.php',
] as const

export async function buildSamples(): Promise<void> {
  const entries = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(root, 'examples/webhooks', name), 'utf8')
      return `  ${JSON.stringify(name)}: ${JSON.stringify(text.trimEnd())},`
    }),
  )
  const text = [
    '// Made by build/samples.ts from examples/webhooks/.',
    'export const samples = {',
    ...entries,
    '} as const',
    '',
  ].join('\n')
  await writeWhole(join(root, 'src/api-docs/samples.generated.ts'), text)
}
