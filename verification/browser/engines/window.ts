/** What a story needs of a browser, so that it can be told in engines that Playwright does not drive. */
export type Window = Readonly<{
  open(url: string): Promise<void>
  /** May be empty while a page loads. */
  url(): Promise<string>
  /** Null where nothing matches. The text of an element as it is in the document, or of a field what is in it. */
  text(selector: string): Promise<string | null>
  /** Waits for the element, and replaces nothing: fields are typed into as they are. */
  type(selector: string, text: string): Promise<void>
  /** Waits for the element. */
  click(selector: string): Promise<void>
  /** The same, and once more at once if the element is still there. */
  clickTwice(selector: string): Promise<void>
  back(): Promise<void>
  reload(): Promise<void>
}>

export type Engine = Readonly<{
  name: string
  /** Whether the driver survives {@link Window.back}. */
  canGoBack: boolean
  /** A fresh profile; `scripts` off as some people browse. */
  openWindow(scripts: boolean): Promise<Readonly<{ window: Window; close(): Promise<void> }>>
}>

/** For what hangs, not for what is slow. */
const patienceMs = 180_000
const pauseMs = 50

/** Browsers of the other engines are asked again and again: they have no common way to be told of a change. */
export async function eventually<Value>(what: string, look: () => Promise<Value | null>): Promise<Value> {
  const giveUpAtMs = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > giveUpAtMs) throw new Error(`${what} did not appear`)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
