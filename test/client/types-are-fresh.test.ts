/** The client's types are made from openapi.json; this fails when one was changed without the other. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clientTypesText } from '../../scripts/client-types/generate.ts'

test('the committed types are those of openapi.json: run "npm run openapi" if they are not', () => {
  const committed = readFileSync(new URL('../../client/src/api-types.ts', import.meta.url), 'utf8')
  expect(committed).toBe(clientTypesText())
})
