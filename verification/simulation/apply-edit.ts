/** Puts a deliberate bug into a source. */
import type { Edit } from './mutant.ts'

export function applyEdit(source: string, edit: Edit): string {
  if ('find' in edit) return replaceOnce(source, edit.find, edit.replace, edit.file)
  const { name, wrap, file } = edit
  const declared = new RegExp(`^export ((?:async )?function) ${name}\\b`, 'm')
  const found = declared.exec(source)?.[0]
  if (found === undefined) throw new Error(`${file} exports no function ${name}`)
  const real = `${name}AsItIs`
  const renamed = replaceOnce(source, found, found.replace('export ', '').replace(name, real), file)
  return `${renamed}\nexport const ${name} = (${wrap})(${real})\n`
}

function replaceOnce(source: string, find: string, replace: string, file: string): string {
  const parts = source.split(find)
  if (parts.length !== 2) throw new Error(`${file} contains ${parts.length - 1} times: ${find}`)
  return parts.join(replace)
}
