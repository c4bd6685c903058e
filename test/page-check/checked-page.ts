/** A gateway behind a tampering proxy, an open card form with a merchant's own look, and somebody who checks it. */
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { type Desk, openDesk, type Typed } from '../support/typed-command.ts'
import { openTamperingProxy, type TamperingProxy } from './tampering-proxy.ts'

export type CheckedPage = Readonly<{
  server: ListeningApp
  proxy: TamperingProxy
  desk: Desk
  /** Of the payment. */
  id: string
  /** Types the command with the address of the page, or of another path. */
  verify(path?: string, ...options: readonly string[]): Promise<Typed>
  close(): Promise<void>
}>

export async function openCheckedPage(): Promise<CheckedPage> {
  const desk = openDesk()
  const server = await openListeningApp()
  const proxy = await openTamperingProxy(`http://127.0.0.1:${server.port}`)
  const { app, merchantId, call } = server.app
  await app.storage.updateMerchant(merchantId, { accentColor: '#0a7d4b', cornerStyle: 'pill' })
  const { id } = (await (await call('POST', '/v1/payments/hpp', session)).json()) as { id: string }
  return {
    ...{ server, proxy, desk, id },
    verify: (path = `/hpp/${id}`, ...options) =>
      desk.type(['verify-page', `http://127.0.0.1:${proxy.port}${path}`, ...options]),
    close: async () => {
      await proxy.close()
      await server.close()
      desk.close()
    },
  }
}
