/** The sandbox of a gateway that may never need it: its book is opened, and made, when a test payment first asks. */
import { Hono } from 'hono'
import { hasBook } from './open-book.ts'
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
  // Whoever visits a gateway without a book costs it one look at a time.
  let looking: Promise<boolean> | null = null
  const isThere = (): Promise<boolean> => {
    looking ??= hasBook(options.place).finally(() => {
      looking = null
    })
    return looking
  }
  const pages = new Hono().all('/sandbox/bank/*', async (c) =>
    sandbox !== null || (await isThere()) ? open().pages.fetch(c.req.raw, c.env) : c.notFound(),
  )
  return { open, pages, close: async () => sandbox?.close() }
}
