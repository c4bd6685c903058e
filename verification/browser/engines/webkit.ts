/**
 * WebKit, from the Debian packages `webkit2gtk-driver` and `xvfb`, driven by WebDriver. Scripts are switched off in the
 * page's markup only: the driver needs them for its own work. After Back from a page with the header
 * Cross-Origin-Opener-Policy, the driver (2.50) no longer finds the window, even with two pages of one line each.
 */
import { existsSync, globSync } from 'node:fs'
import { freePort } from '../../gateway-process.ts'
import { findProgram, startProgram } from './program.ts'
import { type Engine, eventually, type Window } from './window.ts'

type Programs = Readonly<{ driver: string; display: string; browser: string }>

/** Null where one of the programs is not installed. */
export function findWebKit(): Engine | null {
  const [driver, display] = [findProgram('WebKitWebDriver'), findProgram('Xvfb')]
  const browser = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser').find((file) => existsSync(file))
  if (driver === null || display === null || browser === undefined) return null
  return {
    name: 'WebKit',
    canGoBack: false,
    openWindow: (scripts) => openWindow({ driver, display, browser }, scripts),
  }
}

const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

async function openWindow(programs: Programs, scripts: boolean): ReturnType<Engine['openWindow']> {
  // With a descriptor to write it to, the server chooses a free display by itself.
  const screen = startProgram(programs.display, ['-displayfd', '1', '-nolisten', 'tcp'])
  const environment = { DISPLAY: `:${await screen.line(/^\d+$/)}` }
  const port = await freePort()
  const driver = startProgram(programs.driver, [`--port=${port}`], environment)
  const session = new WebDriverSession(`http://127.0.0.1:${port}`)
  await eventually('the driver', () => session.call('GET', '/status').catch(() => null))
  const args = ['--automation', ...(scripts ? [] : ['--enable-javascript-markup=false'])]
  await session.start({ 'webkitgtk:browserOptions': { binary: programs.browser, args } })
  return {
    window: windowOf(session),
    close: async () => {
      await session.end()
      await driver.stop()
      await screen.stop()
    },
  }
}

class WebDriverSession {
  private readonly server: string
  private path = ''

  constructor(server: string) {
    this.server = server
  }

  async start(capabilities: object): Promise<void> {
    const wanted = { capabilities: { alwaysMatch: capabilities } }
    const { sessionId } = await this.call<{ sessionId: string }>('POST', '/session', wanted)
    this.path = `/session/${sessionId}`
  }

  async end(): Promise<void> {
    await this.call('DELETE', '').catch(() => undefined)
  }

  async call<Value = unknown>(method: string, path: string, body?: object): Promise<Value> {
    const response = await fetch(`${this.server}${this.path}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
}

function windowOf(session: WebDriverSession): Window {
  const find = async (selector: string): Promise<string | null> => {
    const wanted = { using: 'css selector', value: selector }
    const found = await session.call<Record<string, string>>('POST', '/element', wanted).catch(() => null)
    return found?.[elementKey] ?? null
  }
  const wait = (selector: string): Promise<string> => eventually(selector, () => find(selector))
  return {
    open: (url) => session.call('POST', '/url', { url }),
    url: () => session.call('GET', '/url'),
    text: async (selector) => {
      const element = await find(selector)
      if (element === null) return null
      return session.call<string>('GET', `/element/${element}/property/textContent`).catch(() => null)
    },
    type: async (selector, text) => {
      await session.call('POST', `/element/${await wait(selector)}/value`, { text })
    },
    click: async (selector) => {
      await session.call('POST', `/element/${await wait(selector)}/click`, {})
    },
    clickTwice: async (selector) => {
      const element = await wait(selector)
      await session.call('POST', `/element/${element}/click`, {})
      await session.call('POST', `/element/${element}/click`, {}).catch(() => undefined)
    },
    back: () => session.call('POST', '/back', {}),
    reload: () => session.call('POST', '/refresh', {}),
  }
}
