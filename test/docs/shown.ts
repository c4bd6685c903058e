/** What a reader sees on the page, and the programs that can run it on this machine. */
import { execFileSync } from 'node:child_process'
import type { Language } from '../../src/api-docs/examples.ts'

export const programs: Readonly<Record<Language, readonly [string, string, string]>> = {
  curl: ['sh', 'sh', 'curl'],
  node: [process.execPath, 'mjs', process.execPath],
  python: ['python3', 'py', 'python3'],
  php: ['php', 'php', 'php'],
}

function isPresent(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const all: readonly Language[] = ['curl', 'node', 'python', 'php']
export const presentLanguages = all.filter((language) => isPresent(programs[language][2]))

/** What a reader sees in the section, as text. */
export function exampleText(html: string, section: string, language: string): string {
  const start = html.indexOf(`<section id="${section}"`)
  const end = html.indexOf('</section>', start)
  const pattern = new RegExp(`data-language="${language}".*?<pre[^>]*>(.*?)</pre>`, 's')
  return readable(pattern.exec(html.slice(start, end))?.[1])
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
}

export function readable(markup: string | undefined): string {
  if (markup === undefined) throw new Error('there is no such example on the page')
  return markup
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(?:lt|gt|amp|quot|#39);/g, (entity) => entities[entity] ?? '')
}
