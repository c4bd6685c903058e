/** What shares a statement is tried again by itself where it fails together, as long as there is time. */
import { expect, it } from 'vitest'
import { StorageUnavailable } from '../../../src/ports/storage.ts'
import { Joined } from '../../../src/storage/postgres/joined.ts'

const deadlineMs = 200
const usual = { keysOf: () => [], isShared: () => false, itemsMax: 10, statementsMax: 1, deadlineMs }

/** All together fail, after this time. */
function failingTogether(afterMs: number) {
  const ran: string[][] = []
  const joined = new Joined<string, string>({
    ...usual,
    run: async (items) => {
      ran.push([...items])
      if (items.length === 1) return items
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      throw new Error('a fault')
    },
  })
  return { joined, ran }
}

it('each is tried by itself', async () => {
  const { joined, ran } = failingTogether(0)
  expect(await Promise.all(['a', 'b', 'c'].map((item) => joined.add(item)))).toEqual(['a', 'b', 'c'])
  expect(ran).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']])
})

it('none is tried whose time is over, and nobody is told that it failed in any other way', async () => {
  const { joined, ran } = failingTogether(deadlineMs)
  const results = await Promise.allSettled(['a', 'b'].map((item) => joined.add(item)))
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
  expect(ran).toEqual([['a', 'b']])
})

it('nobody waits for the result of another that is still to come', async () => {
  const late = Promise.withResolvers<string>()
  const joined = new Joined<string, string>({
    ...usual,
    run: async (items) => items.map((item) => (item === 'late' ? late.promise : item)),
  })
  const waiting = joined.add('late')
  expect(await joined.add('a')).toBe('a')
  expect(await joined.add('b')).toBe('b')
  late.resolve('at last')
  expect(await waiting).toBe('at last')
})
