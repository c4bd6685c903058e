/**
 * WebKit, from the Debian packages `webkit2gtk-driver` and `xvfb`, driven by WebDriver. Scripts are switched off in the
 * page's markup only: the driver needs them for its own work. Faults of the driver (2.50) decide how it is used. After Back
 * from a page with the header Cross-Origin-Opener-Policy, it no longer finds the window, even with two pages of one line each.
 * It can miss the end of a navigation, and then answers no command, whatever its limit for a page: so it is told not to wait for
 * pages, and is asked what they are. A command that reaches a page at the moment when another process takes over is never
 * answered: so questions are repeated, and clicks are not waited for.
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
  const options = { binary: programs.browser, args }
  await session.start({ pageLoadStrategy: 'none', 'webkitgtk:browserOptions': options })
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

  /** A command that changes nothing. */
  async ask<Value>(method: string, path: string, body?: object): Promise<Value> {
    const { value } = await eventually(`the answer to ${method} ${path}`, () =>
      unlessLost(this.call<Value>(method, path, body, AbortSignal.timeout(lostAfterMs))),
    )
    return value
  }

  /** Whether a click was made although its answer is lost is shown by what follows. */
  async click(element: string): Promise<void> {
    const signal = AbortSignal.timeout(lostAfterMs)
    await unlessLost(this.call('POST', `/element/${element}/click`, {}, signal))
  }

  async call<Value = unknown>(
    method: string,
    path: string,
    body?: object,
    signal: AbortSignal | null = null,
  ): Promise<Value> {
    const response = await fetch(`${this.server}${this.path}${path}`, {
      method,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
}

const lostAfterMs = 10_000

async function unlessLost<Value>(answer: Promise<Value>): Promise<Readonly<{ value: Value }> | null> {
  try {
    return { value: await answer }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return null
    throw error
  }
}

/** The driver's own answer can be of a page that is yet to come. */
const addressOfDocument = {
  script: 'return document.readyState === "complete" ? document.URL : ""',
  args: [],
}

function windowOf(session: WebDriverSession): Window {
  const find = async (selector: string): Promise<string | null> => {
    const wanted = { using: 'css selector', value: selector }
    const found = await session.ask<Record<string, string>>('POST', '/element', wanted).catch(() => null)
    return found?.[elementKey] ?? null
  }
  const wait = (selector: string): Promise<string> => eventually(selector, () => find(selector))
  const url = (): Promise<string> =>
    session.ask<string>('POST', '/execute/sync', addressOfDocument).catch(() => '')
  /** Leaves the document, and waits until all of the next one is there. */
  const goOn = async (path: string, body: object): Promise<void> => {
    const before = await wait('html')
    await session.call('POST', path, body)
    await eventually('the next document', async () => {
      const now = await find('html')
      return now === null || now === before ? null : now
    })
    await eventually('all of the document', async () => (await url()) || null)
  }
  return {
    open: (url) => goOn('/url', { url }),
    url,
    text: async (selector) => {
      const element = await find(selector)
      if (element === null) return null
      return session.ask<string>('GET', `/element/${element}/property/textContent`).catch(() => null)
    },
    type: async (selector, text) => {
      await session.call('POST', `/element/${await wait(selector)}/value`, { text })
    },
    click: async (selector) => session.click(await wait(selector)),
    clickTwice: async (selector) => {
      const element = await wait(selector)
      await session.click(element)
      await session.click(element).catch(() => undefined)
    },
    back: () => goOn('/back', {}),
    reload: () => goOn('/refresh', {}),
  }
}
