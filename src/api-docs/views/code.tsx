/** Blocks of code. The reader chooses the language once, at the top of the page; every example follows. */
import { type Example, languageNames, languages } from '../examples.ts'
import { Highlighted } from './highlight.tsx'

/** The same example in four languages. The style shows the chosen one, or all of them in browsers that cannot choose. */
export function Examples({ example }: Readonly<{ example: Example }>) {
  return (
    <>
      {languages.map((language) => (
        <figure class="code example" data-language={language}>
          <figcaption>
            {example.title} <span>{languageNames[language]}</span>
          </figcaption>
          <pre>
            <Highlighted text={example.code[language]} language={language} />
          </pre>
        </figure>
      ))}
    </>
  )
}

type BlockProps = Readonly<{
  title: string
  note?: string
  text: string
  language: 'json' | 'http' | 'shell' | 'node'
}>

export function Block({ title, note, text, language }: BlockProps) {
  return (
    <figure class="code">
      <figcaption>
        {title} {note === undefined ? null : <span>{note}</span>}
      </figcaption>
      <pre>
        <Highlighted text={text} language={language} />
      </pre>
    </figure>
  )
}

export function Json({ title, note, value }: Readonly<{ title: string; note?: string; value: unknown }>) {
  const text = JSON.stringify(value, null, 2)
  return <Block title={title} {...(note === undefined ? {} : { note })} text={text} language="json" />
}
