/** Which tests run on which storage engine, by the environment of `npm test`. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { planOf } from '../support/storages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('by default all on SQLite, and a small sample with the model of the API on PostgreSQL', () => {
  const { usual, without, onPostgres, seed } = planOf({})
  expect([usual, without]).toEqual([true, []])
  expect(onPostgres.gateway).toContain('test/api/model.test.ts')
  expect(onPostgres.gateway.filter((file) => file.startsWith('test/stories/'))).toHaveLength(2)
  expect([onPostgres.gateway.length, onPostgres.browser.length]).toEqual([5, 1])
  expect(planOf({ STORAGES_SEED: String(seed) }).onPostgres).toEqual(onPostgres)
})

it('other seeds sample other files', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => String(seed))
  const sampled = new Set(seeds.flatMap((seed) => planOf({ STORAGES_SEED: seed }).onPostgres.gateway))
  expect(sampled.size).toBeGreaterThan(30)
})

it('all on each engine that STORAGES names', () => {
  const [sqlite, postgres] = [planOf({ STORAGES: 'sqlite' }), planOf({ STORAGES: 'postgres' })]
  const both = planOf({ STORAGES: 'sqlite, postgres' })
  expect([sqlite.usual, postgres.usual, both.usual]).toEqual([true, false, true])
  expect(sqlite.onPostgres).toEqual({ gateway: [], browser: [] })
  expect(sqlite.without).toContain('test/**/postgres/**/*.test.ts')
  expect(postgres.onPostgres.gateway).toContain('test/**/postgres/**/*.test.ts')
  expect(both.without).toEqual([])
  expect(both.onPostgres.gateway).toContain('test/stories/**/*.test.ts')
  expect(both.onPostgres.browser).toEqual(['test/browser/**/*.test.ts'])
})

it.each([
  [{ STORAGES: 'mysql' }, /^STORAGES names "mysql", which is not an engine\. Use "sqlite".*\n$/],
  [{ STORAGES_SEED: 'x' }, /^STORAGES_SEED is not a whole number.*\n$/],
])('a mistake in %j is one sentence', (mistake, sentence) => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'list', 'test/core/mask.test.ts']
  const env = { PATH: process.env.PATH, ...mistake }
  const { status, stderr } = spawnSync(process.execPath, vitest, { cwd: root, env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([2, expect.stringMatching(sentence)])
})
