/** The sign above a heading: drawn here, so that it needs no request and no font. */
import { raw } from 'hono/html'

const drawings = {
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  refused: '<rect x="3" y="5.5" width="18" height="13" rx="2.5"/><path d="M3 10h18M5 21 19 3"/>',
  refund: '<path d="M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3"/>',
  left: '<path d="M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M9 8l-4 4 4 4M5 12h10"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
  question: '<path d="M8.7 8.5a3.3 3.3 0 1 1 4.8 3q-1.5.8-1.5 2.3M12 18v.01"/>',
  problem: '<path d="M12 5v8M12 18v.01"/>',
  bank: '<path d="M3 9.5 12 4l9 5.5zM5 19h14M7 13v3M12 13v3M17 13v3"/>',
} as const

export type SignName = keyof typeof drawings

/** They point to where the page began. */
const pointing: readonly SignName[] = ['refund', 'left']

export function Sign({ name }: Readonly<{ name: SignName }>) {
  return (
    <svg class={pointing.includes(name) ? 'sign pointing' : 'sign'} viewBox="0 0 24 24" aria-hidden="true">
      {raw(drawings[name])}
    </svg>
  )
}
