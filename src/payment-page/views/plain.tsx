/** Pages that do not show a payment: errors, and the operator's two pages of text. They name no merchant and no state. */
import type { MessageKey, Messages } from '../messages.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { renderDocument } from './document.tsx'
import { Sign, type SignName } from './sign.tsx'

type ProblemView = Readonly<{
  messages: Messages
  title: MessageKey
  text: MessageKey
  /** Where to go on, or null. */
  againTo: string | null
  requestId: string | null
  /** For tests of shops. */
  state: 'not_found' | 'wait' | 'problem'
}>

const signs: Readonly<Record<ProblemView['state'], SignName>> = {
  not_found: 'question',
  wait: 'clock',
  problem: 'problem',
}

export function renderProblem(view: ProblemView): PageHtml {
  const { messages, title, text, againTo, requestId, state } = view
  return renderDocument({
    messages,
    isTest: false,
    merchant: null,
    title: messages.text(title),
    kind: 'state',
    children: (
      <main id="main" class="single" data-state={state}>
        <section class="panel calm">
          <Sign name={signs[state]} />
          <h1>{messages.text(title)}</h1>
          <p>{messages.text(text)}</p>
          {againTo === null ? null : (
            <a class="button" href={messages.link(againTo)}>
              {messages.text('problem.again')}
            </a>
          )}
          {requestId === null ? null : (
            <p class="reference">
              {messages.text('problem.reference')} <code translate="no">{requestId}</code>
            </p>
          )}
        </section>
      </main>
    ),
  })
}

export function renderText(messages: Messages, title: MessageKey, text: string): PageHtml {
  return renderDocument({
    messages,
    isTest: false,
    merchant: null,
    title: messages.text(title),
    kind: 'state',
    children: (
      <main id="main" class="single">
        <section class="panel text">
          <h1>{messages.text(title)}</h1>
          {text
            .split(/\n\s*\n/)
            .filter((paragraph) => paragraph.trim() !== '')
            .map((paragraph) => (
              <p>{paragraph.trim()}</p>
            ))}
          <p class="small">{messages.text('page.close')}</p>
        </section>
      </main>
    ),
  })
}
