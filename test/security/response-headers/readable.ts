/** Responses' headers for a person to read: what all have in common, and then groups of those that are alike. */
import { pageAssets } from '../../../src/payment-page/assets.generated.ts'
import { allowedToIssuers, nothingAllowed } from '../../../src/payment-page/permissions-policy.ts'
import type { Answer } from './world.ts'

export type Named = Readonly<{ name: string; answer: Answer }>

/** They differ from one response to the next and say nothing about the page. */
const unsteady = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/** Long values, by a short name. */
const names: readonly (readonly [value: string, name: string])[] = [
  ...Object.entries(pageAssets).flatMap(([name, { scriptHash, styleHash }]) => [
    [scriptHash, `[script of ${name}]`] as const,
    [styleHash, `[style of ${name}]`] as const,
  ]),
  [nothingAllowed, '[nothing]'],
  [allowedToIssuers, '[only what issuers need]'],
]

const changing: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/pay_[0-9a-f-]{36}/g, 'pay_…'],
  [/req_[0-9a-z]{24}/g, 'req_…'],
  [/seen=[\w-]+/g, 'seen=…'],
  [/kept=[\w.-]+/g, 'kept=…'],
  [/(?<=x-ratelimit-\w+: |retry-after: )\d+/g, 'N'],
  [/sha256-[\w+/=]{44}/g, '[a hash]'],
]

type Lines = readonly string[]
type Described = Readonly<{ title: string; lines: Lines }>

/** Responses that have much in common, which is written once. */
const families: readonly (readonly [title: string, mark: string])[] = [
  ['In every response of the payment page', 'origin-agent-cluster: ?1'],
  ['In every response of the API that was made with a key', 'x-ratelimit-limit: N'],
  ['In every other response', ''],
]

export function readable(all: readonly Named[]): string {
  const described = all.map(({ name, answer }) => ({
    title: `${answer.status} ${name}`,
    lines: linesOf(answer),
  }))
  const everywhere = common(described)
  const ofFamilies = families.flatMap(([title, mark], i) => {
    const earlier = families.slice(0, i).map(([, other]) => other)
    const members = described
      .filter(
        ({ lines }) => (mark === '' || lines.includes(mark)) && !earlier.some((one) => lines.includes(one)),
      )
      .map((one) => without(one, everywhere))
    const shared = common(members)
    return [block(title, shared), ...groups(members.map((one) => without(one, shared)))]
  })
  return [
    'The headers of every response. A test writes this file:\nnpx vitest run test/security/response-headers.test.ts --update',
    block('In every response', everywhere),
    ...ofFamilies,
    block('[nothing]', nothingAllowed.split(', ')),
    block(
      '[only what issuers need]',
      allowedToIssuers.split(', ').filter((one) => !one.endsWith('=()')),
    ),
    '',
  ].join('\n\n')
}

function common(all: readonly Described[]): Lines {
  return all.map(({ lines }) => lines).reduce((left, right) => left.filter((line) => right.includes(line)))
}

function without({ title, lines }: Described, known: Lines): Described {
  return { title, lines: lines.filter((line) => !known.includes(line)) }
}

function groups(members: readonly Described[]): Lines {
  const alike = Map.groupBy(members, ({ lines }) => lines.join('\n'))
  return [...alike.values()].map((group) =>
    block(group.map(({ title }) => title).join('\n'), group[0]?.lines ?? []),
  )
}

function block(title: string, lines: Lines): string {
  return [title, ...(lines.length === 0 ? ['nothing else'] : lines).map((line) => `  ${line}`)].join('\n')
}

function linesOf({ headers }: Answer): Lines {
  return headers
    .filter(([name]) => !unsteady.includes(name))
    .flatMap(([name, value]) => lines(name, value))
    .map(shortened)
    .toSorted()
}

function lines(name: string, value: string): Lines {
  if (name !== 'content-security-policy') return [`${name}: ${value}`]
  return value.split('; ').map((directive) => `${name}: ${directive}`)
}

function shortened(value: string): string {
  const named = names.reduce((text, [long, short]) => text.replaceAll(long, short), value)
  return changing.reduce((text, [pattern, shown]) => text.replace(pattern, shown), named)
}
