/** A sandbox for every test of the calling file, whose book must hold no incident at the end of the test. */
import { afterEach, beforeEach, expect } from 'vitest'
import type { AuthorizeRequest } from '../../src/ports/acquirer.ts'
import { noDeadline, termsOf } from './acquirer-requests.ts'
import { type BookKind, openSandboxWorld, type SandboxWorld } from './sandbox-world.ts'

/** The one of the running test. */
export let world: SandboxWorld

export function openSandboxForEachTest(kind: BookKind = 'sqlite'): void {
  beforeEach(async () => {
    world = await openSandboxWorld(kind)
  })
  afterEach(async () => {
    const reader = world.reopen()
    expect(await reader.book.incidents()).toEqual([])
    await reader.close()
    await world.close()
  })
}

export const authorize = (request: AuthorizeRequest) => world.acquirer.authorize(request, noDeadline())
export const inquire = (reference: string) => world.acquirer.inquire(termsOf({ reference }), noDeadline())
export const states = async () => (await world.sandbox.book.transactions()).map(({ state }) => state)
