/** The headers of every response, of every route and of every error, as a file that people read when they change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Named, readable } from './response-headers/readable.ts'
import { rows } from './response-headers/rows.ts'
import { World } from './response-headers/world.ts'

let world: World
const answers: Named[] = []

beforeAll(async () => {
  world = await World.open()
  for (const [name, , ask] of rows) {
    const answer = await ask(world)
    answers.push({ name, answer })
  }
})
afterAll(() => world.close())

/** The routes that serve a request: one by its own method, or one for all methods. */
function routeOf({ answer: { method, path } }: Named): string {
  const { app } = world.server.app
  const pattern = app.routeOf(method, path.split('?')[0] ?? '')
  const own = app.routes.some((route) => route.method === method && route.path === pattern)
  return `${own ? method : 'ALL'} ${pattern}`
}

describe('the headers of every response', () => {
  it('come with the status that the row names', () => {
    const named = Object.fromEntries(rows.map(([name, status]) => [name, status]))
    expect(Object.fromEntries(answers.map(({ name, answer }) => [name, answer.status]))).toEqual(named)
  })

  it('are as people have read them', async () => {
    await expect(readable(answers)).toMatchFileSnapshot('response-headers/response-headers.txt')
  })

  it('are looked at for every route', () => {
    const seen = new Set(answers.map(routeOf))
    const all = new Set(world.server.app.app.routes.map(({ method, path }) => `${method} ${path}`))
    expect([...all].filter((route) => !seen.has(route))).toEqual([])
  })
})
