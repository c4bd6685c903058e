/**
 * Markup that stands between the shared parts of most pages, word for word. It is found where a string of a page begins or ends
 * with it, and becomes a shared part, too. Spaces may be put before each of them, so none begins within a value or a text. What
 * is no longer found here costs a few bytes and nothing else.
 */
import { SharedPart } from './shared-part.ts'

const phrases = [
  '</head><body><main id="main" class="columns" data-state="open"><section class="side"><div class="summary"><h1 class="payee">',
  '</dl></div></section><section class="panel">',
  '<form class="card" method="post" action="/hpp/pay_',
  ' novalidate="" aria-labelledby="card">',
  '<button class="pay" type="submit"><span>',
  '</form><a class="cancel" href="/hpp/pay_',
  '</section></main><footer>',
  '</footer></body></html>',
].map((text) => ({ text, part: new SharedPart(text, 'constant') }))

/** Takes the phrases out of both ends of a page's own string. */
export function withPhrases(text: string): readonly (string | SharedPart)[] {
  const first = phrases.find((phrase) => text.startsWith(phrase.text))
  if (first !== undefined) return [first.part, ...withPhrases(text.slice(first.text.length))]
  const last = phrases.find((phrase) => text.endsWith(phrase.text))
  if (last !== undefined) return [...withPhrases(text.slice(0, -last.text.length)), last.part]
  return text === '' ? [] : [text]
}
