/** The gateway behind its real HTTP server, on a free port of this machine. */
import { listen } from '../../src/http/server.ts'
import type { ShellOptions } from '../../src/http/shell.ts'
import { openTestApp, origin, type TestApp, type TestAppOptions } from '../../verification/app/test-app.ts'

export type ListeningApp = Readonly<{ app: TestApp; port: number; close(): Promise<void> }>

export async function openListeningApp(
  options: TestAppOptions = {},
  shell: Partial<ShellOptions & Readonly<{ port: number }>> = {},
): Promise<ListeningApp> {
  const app = await openTestApp(options)
  const server = await listen(app.app.fetch, {
    port: 0,
    host: '127.0.0.1',
    apiUrl: origin,
    payUrl: origin,
    requestId: app.app.requestId,
    direct: app.app.direct,
    ...shell,
  })
  return {
    app,
    port: server.port,
    close: async () => {
      await server.stop()
      await app.close()
    },
  }
}
