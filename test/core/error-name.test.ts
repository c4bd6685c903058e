/** The name of what was thrown, whatever it is, and for the operator also its message. */
import { expect, it } from 'vitest'
import { errorName, errorText } from '../../src/core/error-name.ts'

it.each([
  [new TypeError('4111111111111111'), 'TypeError', 'TypeError: 4111111111111111'],
  [new Error('x'), 'Error', 'Error: x'],
  ['4111111111111111', 'fault', 'fault'],
  [null, 'fault', 'fault'],
  [undefined, 'fault', 'fault'],
  [{ name: '4111111111111111', message: 'x' }, 'fault', 'fault'],
])('%j', (thrown, name, text) => {
  expect(errorName(thrown)).toBe(name)
  expect(errorText(thrown)).toBe(text)
})
