/** Real storage in the hands of one process: once it has died, no promise of it settles, which is what death looks like. */
import type { Storage } from '../../src/ports/storage.ts'
import type { Life } from './life.ts'
import type { World } from './world.ts'

type Method = (...values: unknown[]) => Promise<unknown>

export function mortal(world: World, storage: Storage, life: Life): Storage {
  const entries = Object.entries(storage as unknown as Record<string, Method>)
  return Object.fromEntries(
    entries.map(([name, method]) => [
      name,
      (...values: unknown[]) => ask(world, life, name, () => method(...values)),
    ]),
  ) as unknown as Storage
}

function ask(world: World, life: Life, name: string, call: () => Promise<unknown>): Promise<unknown> {
  const { kernel } = world
  // Else the simulation itself is wrong: a process does things in its own events only.
  world.must(kernel.current === life, `${name} is called from outside of its process`)
  return new Promise((resolve, reject) => {
    call().then(
      (value) => life.isDead || resolve(value),
      (error) => {
        if (life.isDead) return
        kernel.note(`  ${name} failed: ${error instanceof Error ? error.name : String(error)}`)
        reject(error)
      },
    )
  })
}
