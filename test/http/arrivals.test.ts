/** When requests begin to be served. */
import { expect, it } from 'vitest'
import { Arrivals } from '../../src/http/arrivals.ts'

it('requests of one turn begin together, in the order in which they arrived, before anything that one of them awaits', async () => {
  const arrivals = new Arrivals()
  const seen: string[] = []
  const begin = (name: string) => () => {
    seen.push(`${name} begins`)
    queueMicrotask(() => seen.push(`${name} goes on`))
  }
  // Callbacks of sockets run one after another, with the microtasks of each in between.
  await new Promise<void>((resolve) => {
    setTimeout(() => arrivals.add(begin('first')))
    setTimeout(() => {
      arrivals.add(begin('second'))
      setImmediate(resolve)
    })
  })
  expect(seen).toEqual(['first begins', 'second begins', 'first goes on', 'second goes on'])
})

it('a request that arrives while others begin is served in the next turn', async () => {
  const arrivals = new Arrivals()
  const seen: string[] = []
  arrivals.add(() => {
    arrivals.add(() => seen.push('second'))
    seen.push('first')
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['first'])
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['first', 'second'])
})
