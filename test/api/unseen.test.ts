/** A list that grows is read once, although IDs and the order in which items become visible differ. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Unseen } from '../../src/api/unseen.ts'
import { ulid } from '../../src/platform/ids.ts'

type Item = Readonly<{ id: string; createdAtMs: number }>

const startMs = 1_790_000_000_000
const pageMax = 3

let list: Item[]
beforeEach(() => {
  list = []
})

/** By a clock that says so many seconds after the start. */
function add(seconds: number): string {
  const createdAtMs = startMs + seconds * 1_000
  const id = ulid(createdAtMs, crypto.getRandomValues(new Uint8Array(10)))
  list.push({ id, createdAtMs })
  return id
}

function unseen(seen: Item | null = null): Unseen<Item> {
  const page = async (after: string) => {
    const larger = list.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1))
    return { items: larger.slice(0, pageMax), hasMore: larger.length > pageMax }
  }
  return new Unseen({ prefix: '', page }, startMs, seen)
}

const idsOf = async (items: readonly Item[]): Promise<readonly string[]> => items.map(({ id }) => id)

describe('a list that grows', () => {
  it('is read page by page, each item once', async () => {
    const ids = [1, 2, 3, 4].map(add)
    const items = unseen()
    expect(await items.read(idsOf)).toEqual(ids.slice(0, 3))
    expect(await items.read(idsOf)).toEqual(ids.slice(3))
    expect(await items.read(idsOf)).toEqual([])
  })

  it('has items that become visible up to ten seconds behind a later one, and behind pages of others', async () => {
    const items = unseen()
    for (const seconds of [20, 21, 22, 23, 24, 25, 26]) add(seconds)
    while ((await items.read(idsOf)).length > 0);
    const late = [add(17), add(25)]
    add(15)
    expect([...(await items.read(idsOf)), ...(await items.read(idsOf))]).toEqual(late)
  })

  it('gives a page again that could not be taken', async () => {
    const ids = [1, 2].map(add)
    const items = unseen()
    const fail = async (): Promise<readonly string[]> => {
      throw new Error('unreachable')
    }
    await expect(items.read(fail)).rejects.toThrow('unreachable')
    expect(await items.read(idsOf)).toEqual(ids)
  })

  it('is read on where nothing of a page was of use', async () => {
    const ids = [1, 2, 3, 4].map(add)
    const onlyLast = async (found: readonly Item[]) => (await idsOf(found)).filter((id) => id === ids[3])
    expect(await unseen().read(onlyLast)).toEqual([ids[3]])
  })

  it('does not have what was read before, or what is older than its start', async () => {
    add(-1)
    add(2)
    const next = add(3)
    expect(await unseen(list[1]).read(idsOf)).toEqual([next])
  })
})
