/** Every regular expression written in the sources, found in the syntax trees, so that a new one is found by itself. */
import { globSync, readFileSync } from 'node:fs'
import { parseAst } from 'vitest/node'

export type Found = Readonly<{ file: string; source: string; flags: string }>

type Node = Readonly<{
  type?: string
  regex?: { pattern: string; flags: string }
  callee?: Readonly<{ name?: string; property?: Readonly<{ type: string; name?: string }> }>
  arguments?: readonly Node[]
}>

const root = new URL('../../', import.meta.url).pathname
const files = globSync(['src/**/*.{ts,tsx}', 'client/src/**/*.ts'], { cwd: root }).sort()

function visitEach(visit: (node: Node, file: string) => void): void {
  for (const file of files) {
    const text = readFileSync(root + file, 'utf8')
    visitTree(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), (node) => visit(node, file))
  }
}

function visitTree(node: unknown, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) visit(node as Node)
  for (const child of Object.values(node)) visitTree(child, visit)
}

/** Each of them once, with the first file that has it. */
export function writtenExpressions(): readonly Found[] {
  const found = new Map<string, Found>()
  visitEach(({ regex }, file) => {
    if (regex === undefined) return
    const { pattern: source, flags } = regex
    const name = `/${source}/${flags}`
    if (!found.has(name)) found.set(name, { file, source, flags })
  })
  return [...found.values()]
}

/** Files that put an expression together while running: by `RegExp`, or by a string where an expression is expected. */
export function filesWithMadeExpressions(): readonly string[] {
  const found = new Set<string>()
  visitEach((node, file) => {
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return
    const { property } = node.callee ?? {}
    const [pattern] = node.arguments ?? []
    const isSearch =
      property?.type === 'Identifier' && ['match', 'matchAll', 'search'].includes(property.name ?? '')
    const isText =
      pattern?.type === 'TemplateLiteral' || (pattern?.type === 'Literal' && pattern.regex === undefined)
    if (node.callee?.name === 'RegExp' || (isSearch && isText)) found.add(file)
  })
  return [...found]
}
