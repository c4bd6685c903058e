/** Colors for code: strings, comments, numbers, and keywords. Made once, on the server, without a parser. */
import type { Language } from '../examples.ts'

type Token = Readonly<{ kind: 'string' | 'comment' | 'number' | 'word' | 'plain'; text: string }>

const words: Readonly<Record<Language | 'json' | 'http' | 'shell', string>> = {
  curl: 'curl',
  node: 'const let async await new if else throw for of try catch import export from function return',
  python: 'import from with as try except raise if elif else for in and or not def return continue print',
  php: 'if throw new foreach as echo match default function return exit continue null true false',
  json: 'true false null',
  http: 'HTTP GET POST',
  shell: 'npm node git',
}

/** A run of characters that can be in a name: a keyword counts only if it is a whole run. */
const pieces = /(?<comment>\s(?:\/\/|#)[^\n]*)|(?<string>'[^'\n]*'|"[^"\n]*")|(?<run>[\w$>.-]+)/g
const numberShape = /^[0-9][0-9_]*$/

export function Highlighted({ text, language }: Readonly<{ text: string; language: keyof typeof words }>) {
  return (
    <code>
      {tokens(text, language).map((token) =>
        token.kind === 'plain' ? token.text : <span class={token.kind[0] ?? ''}>{token.text}</span>,
      )}
    </code>
  )
}

/** A comment begins after white space, so that a URL does not look like one. The first line gets some too. */
function tokens(text: string, language: keyof typeof words): Token[] {
  const [first, ...rest] = tokensAfterSpace(`\n${text}`, language)
  return first === undefined ? [] : [{ ...first, text: first.text.slice(1) }, ...rest]
}

function tokensAfterSpace(text: string, language: keyof typeof words): Token[] {
  const ownWords = new Set(words[language].split(' '))
  const found: Token[] = []
  let end = 0
  for (const match of text.matchAll(pieces)) {
    const kind = kindOf(match.groups ?? {}, language, ownWords)
    if (kind === 'plain') continue
    if (match.index > end) found.push({ kind: 'plain', text: text.slice(end, match.index) })
    found.push({ kind, text: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) found.push({ kind: 'plain', text: text.slice(end) })
  return found
}

function kindOf(
  { comment, string, run = '' }: Readonly<Record<string, string | undefined>>,
  language: keyof typeof words,
  ownWords: ReadonlySet<string>,
): Token['kind'] {
  if (comment !== undefined) return 'comment'
  if (string !== undefined) return 'string'
  if (ownWords.has(run)) return 'word'
  return language !== 'http' && numberShape.test(run) ? 'number' : 'plain'
}
