/** Firefox, from the Debian package `firefox-esr`, driven by WebDriver BiDi. Nothing is evaluated in the page. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BidiConnection } from './bidi-connection.ts'
import { findProgram, startProgram } from './program.ts'
import { type Engine, eventually, type Window } from './window.ts'

/** A proxy that does not exist keeps the browser from calling anything but this machine. */
const preferences = (scripts: boolean): Readonly<Record<string, string | number | boolean>> => ({
  'javascript.enabled': scripts,
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': '127.0.0.1, localhost',
  'network.proxy.allow_hijacking_localhost': false,
  'app.update.disabledForTesting': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
})

/** Null where Firefox is not installed. */
export function findFirefox(): Engine | null {
  const file = findProgram('firefox-esr') ?? findProgram('firefox')
  return file === null
    ? null
    : { name: 'Firefox', canGoBack: true, openWindow: (scripts) => openWindow(file, scripts) }
}

async function openWindow(file: string, scripts: boolean): ReturnType<Engine['openWindow']> {
  const profile = mkdtempSync(join(tmpdir(), 'flowlix-firefox-'))
  const lines = Object.entries(preferences(scripts)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const args = [
    '--headless',
    '--no-remote',
    '--profile',
    profile,
    '--remote-debugging-port',
    '0',
    'about:blank',
  ]
  const program = startProgram(file, args)
  const line = await program.line(/BiDi listening on ws:/)
  const address = /ws:\/\/\S+/.exec(line)?.[0] ?? ''
  const connection = await BidiConnection.open(`${address}/session`)
  await connection.send('session.new', { capabilities: {} })
  const { context } = await connection.send<{ context: string }>('browsingContext.create', { type: 'tab' })
  // So tall that nothing has to be scrolled to: its mouse does not go beyond the window.
  const viewport = { width: 1366, height: 1600 }
  await connection.send('browsingContext.setViewport', { context, viewport })
  const close = async (): Promise<void> => {
    connection.close()
    await program.stop()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  return { window: windowOf(connection, context), close }
}

type Node = Readonly<{
  sharedId: string
  value: Readonly<{ nodeType: number; nodeValue?: string; children?: readonly Node[] }>
}>

function windowOf(connection: BidiConnection, context: string): Window {
  const find = async (selector: string): Promise<Node | null> => {
    const { nodes } = await connection.send<{ nodes: readonly Node[] }>('browsingContext.locateNodes', {
      context,
      locator: { type: 'css', value: selector },
      maxNodeCount: 1,
      serializationOptions: { maxDomDepth: 10 },
    })
    return nodes[0] ?? null
  }
  const wait = (selector: string): Promise<Node> =>
    eventually(selector, () => find(selector).catch(() => null))
  const act = (source: object): Promise<unknown> =>
    connection.send('input.performActions', { context, actions: [source] })
  const press = [
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ]
  const clickWith = async (selector: string, presses: readonly object[]): Promise<void> => {
    const { sharedId } = await wait(selector)
    const move = { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element: { sharedId } } }
    await act({ type: 'pointer', id: 'mouse', actions: [move, ...presses] })
  }
  const click = (selector: string): Promise<void> => clickWith(selector, press)
  return {
    open: async (url) => {
      await connection.send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    url: async () => {
      const tree = await connection.send<{ contexts: readonly Readonly<{ url: string }>[] }>(
        'browsingContext.getTree',
        { root: context },
      )
      return tree.contexts[0]?.url ?? ''
    },
    text: async (selector) => {
      const node = await find(selector)
      return node === null ? null : textOf(node)
    },
    click,
    clickTwice: (selector) => clickWith(selector, [...press, ...press]),
    type: async (selector, text) => {
      await click(selector)
      const actions = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await act({ type: 'key', id: 'keyboard', actions })
    },
    back: async () => {
      await connection.send('browsingContext.traverseHistory', { context, delta: -1 })
    },
    reload: async () => {
      await connection.send('browsingContext.reload', { context, wait: 'complete' })
    },
  }
}

const textNode = 3

function textOf({ value }: Node): string {
  if (value.nodeType === textNode) return value.nodeValue ?? ''
  return (value.children ?? []).map(textOf).join('')
}
