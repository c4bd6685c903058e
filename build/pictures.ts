/** Puts the pictures that the documentation shows into a module, so that they are part of the bundle. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './write-whole.ts'

const root = join(import.meta.dirname, '..')
/** Made by `npm run preview -- --docs`. */
const names = ['payment-page-phone-light.webp', 'payment-page-phone-dark.webp'] as const

export async function buildPictures(): Promise<void> {
  const entries = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(root, 'docs/pictures', name))
      return `  '${name}': '${bytes.toString('base64')}',`
    }),
  )
  const text = [
    '// Made by build/pictures.ts from docs/pictures/.',
    'export const pictures = {',
    ...entries,
    '} as const',
    '',
  ].join('\n')
  await writeWhole(join(root, 'src/api-docs/pictures.generated.ts'), text)
}
