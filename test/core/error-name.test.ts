/** The name of what was thrown, whatever it is. */
import { expect, it } from 'vitest'
import { errorName } from '../../src/core/error-name.ts'

it.each([
  [new TypeError('4111111111111111'), 'TypeError'],
  [new Error('x'), 'Error'],
  ['4111111111111111', 'fault'],
  [null, 'fault'],
  [undefined, 'fault'],
  [{ name: '4111111111111111' }, 'fault'],
])('%j', (thrown, name) => {
  expect(errorName(thrown)).toBe(name)
})
