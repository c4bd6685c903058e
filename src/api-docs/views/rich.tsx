/** Small pieces of text: code in backticks, headings that can be linked to, and a section with code next to it. */
import type { Child } from 'hono/jsx'

/** `like this` becomes code. */
export function Rich({ text }: Readonly<{ text: string }>) {
  return <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>
}

function Heading({ id, level, children }: Readonly<{ id: string; level: 2 | 3; children: Child }>) {
  const link = (
    <a href={`#${id}`} class="self">
      {children}
    </a>
  )
  return level === 2 ? <h2>{link}</h2> : <h3>{link}</h3>
}

type SectionProps = Readonly<{ id: string; title: string; level?: 2 | 3; code?: Child; children?: Child }>

/** Prose on one side and its code on the other, or one below the other if there is not enough room. */
export function Section({ id, title, level = 2, code, children }: SectionProps) {
  return (
    <section id={id} class={code === undefined ? 'row wide' : 'row'}>
      <div class="prose">
        <Heading id={id} level={level}>
          {title}
        </Heading>
        {children}
      </div>
      {code === undefined ? null : <div class="aside">{code}</div>}
    </section>
  )
}
