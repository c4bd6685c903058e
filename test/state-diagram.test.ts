/** The diagram in docs/architecture.md is drawn from the transitions, so that it cannot tell anything else. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { attemptTransitions } from '../src/core/payment/transitions.ts'

function draw(): string {
  const arrows = Object.entries(attemptTransitions).flatMap(([event, { from, to }]) =>
    to === 'same' ? [] : from.map((state) => `  ${state} --> ${to}: ${event}`),
  )
  return ['stateDiagram-v2', '  [*] --> sending: attempt_started', ...arrows.sort()].join('\n')
}

it("the architecture's diagram shows exactly the transitions of an attempt", () => {
  const text = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8')
  const drawn = /```mermaid\n([\s\S]*?)\n```/.exec(text)?.[1]
  expect(drawn).toBe(draw())
})
