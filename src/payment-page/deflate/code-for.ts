/** Chooses codes: those in which given texts become shortest. */
import { type Bits, BitWriter } from './bits.ts'
import { type Code, codeOf, literally } from './code.ts'
import { findMatches, type Matches } from './matches.ts'
import type { Steps } from './shortest-way.ts'

type Sample = Readonly<{ text: Uint8Array; matches: Matches }>

/** Each round takes the ways that the code of the one before makes short, and makes a code for these ways. */
const rounds = 5

/** For texts like these. It takes any other text, too. */
export function codeFor(samples: readonly Sample[]): Code {
  return codeOf(shortestSteps(samples), 'any text')
}

/** A block of its own for a text that never changes, and that may refer to what is before it. It is not the last block. */
export function blockOf(text: Uint8Array, before: Uint8Array): Bits {
  const matches = findMatches(Buffer.concat([before, text]), before.length)
  const steps = shortestSteps([{ text, matches }])
  const code = codeOf(steps, 'these texts')
  const writer = new BitWriter()
  code.writeStart(writer, false)
  for (const some of steps) writer.append(code.bitsOf(some))
  code.writeEnd(writer)
  return writer.taken()
}

function shortestSteps(samples: readonly Sample[]): readonly Steps[] {
  let steps = samples.map(({ text }) => literally(text))
  for (let round = 0; round < rounds; round++) {
    const code = codeOf(steps, 'any text')
    steps = samples.map(({ text, matches }) => code.stepsOf(text, matches))
  }
  return steps
}
