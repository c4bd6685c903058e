/** Metadata is returned with the names that its merchant gave, whatever names other payments have: V8's JSON parser mixes them up (platform/parse-json.ts). */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

/** As a GET returns it, as text: the JSON parser of a test could have the same fault. */
async function returned(metadata: object): Promise<string> {
  const response = await app.call('POST', '/v1/payments/hpp', { ...session, metadata })
  const { id } = (await response.json()) as { id: string }
  const text = await (await app.call('GET', `/v1/payments/${id}`)).text()
  const [, found = ''] = /"metadata":(\{"[^}]*\})/.exec(text) ?? []
  return found
}

it.each(['"', '\\"', '~0'])('a name such as %j stays as it is after one of a backslash', async (name) => {
  // The fault needs a name before it that few other objects have.
  const before = `rare_${encodeURIComponent(name)}`
  await returned({ [before]: '1', '\\': '2' })
  expect(await returned({ [before]: '1', [name]: '2' })).toBe(JSON.stringify({ [before]: '1', [name]: '2' }))
})
