/** Colors for code: strings, comments, numbers and words of the language. Made once, on the server, without a parser. */
import type { Language } from '../examples.ts'

type Token = Readonly<{ kind: 'string' | 'comment' | 'number' | 'word' | 'plain'; text: string }>

const words: Readonly<Record<Language | 'json' | 'http' | 'shell', string>> = {
  curl: 'curl',
  node: 'const|let|await|new|if|else|throw|for|of|try|catch|import|from|return',
  python: 'import|from|with|as|try|except|raise|if|elif|else|for|in|and|or|not|print',
  php: 'if|throw|new|foreach|as|echo|match|default',
  json: 'true|false|null',
  http: 'HTTP|GET|POST',
  shell: 'npm|node|git',
}

const comments: Readonly<Partial<Record<keyof typeof words, string>>> = {
  curl: '#.*',
  shell: '#.*',
  node: '//.*',
  python: '#.*',
  php: '//.*',
}

export function Highlighted({ text, language }: Readonly<{ text: string; language: keyof typeof words }>) {
  return (
    <code>
      {tokens(text, language).map((token) =>
        token.kind === 'plain' ? token.text : <span class={token.kind[0] ?? ''}>{token.text}</span>,
      )}
    </code>
  )
}

function tokens(text: string, language: keyof typeof words): Token[] {
  const comment = comments[language]
  const pattern = new RegExp(
    [
      comment === undefined ? '(?<comment>(?!))' : `(?<comment>(?<![^\\s])${comment})`,
      `(?<string>'[^'\\n]*'|"[^"\\n]*"|\`[^\`\\n]*\`)`,
      language === 'http' ? '(?<number>(?!))' : '(?<number>\\b[0-9][0-9_]*\\b)',
      `(?<word>(?<![\\w$>.-])(?:${words[language]})\\b)`,
    ].join('|'),
    'g',
  )
  const found: Token[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ kind: 'plain', text: text.slice(end, match.index) })
    found.push({ kind: kindOf(match.groups ?? {}), text: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) found.push({ kind: 'plain', text: text.slice(end) })
  return found
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] {
  if (groups.comment !== undefined) return 'comment'
  if (groups.string !== undefined) return 'string'
  return groups.number === undefined ? 'word' : 'number'
}
