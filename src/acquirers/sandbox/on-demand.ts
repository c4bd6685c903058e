/** The sandbox of a gateway that may never need it: its book is opened, and made, when a test payment first asks. */
import { existsSync } from 'node:fs'
import { Hono } from 'hono'
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox-acquirer.ts'

export type SandboxOnDemand = Readonly<{
  /** Throws if the book cannot be opened. */
  open(): Sandbox
  /** A visitor of its pages opens a book that is there, and makes none. */
  pages: Hono
  close(): Promise<void>
}>

export function sandboxOnDemand(options: SandboxOptions): SandboxOnDemand {
  let sandbox: Sandbox | null = null
  const open = (): Sandbox => {
    sandbox ??= openSandbox(options)
    return sandbox
  }
  const pages = new Hono().all('/sandbox/bank/*', (c) =>
    sandbox !== null || existsSync(options.file) ? open().pages.fetch(c.req.raw, c.env) : c.notFound(),
  )
  return { open, pages, close: async () => sandbox?.close() }
}
