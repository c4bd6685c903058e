/** Asks how the payment stands while the bank is checking, and goes on as soon as it is known. */

const pausesMs = [1000, 1000, 2000, 3000, 5000]
const steadyMs = 5000
/** After this the server offers the way back, so the page is loaded once more. */
const longMs = 60_000
const calmMs = 15_000

export function startPolling(): void {
  const section = document.querySelector<HTMLElement>('[data-poll]')
  if (section === null) return
  const { poll = '', next = '', long } = section.dataset
  const startedMs = performance.now()
  let tries = 0

  const again = (): void => {
    if (long === 'true') setTimeout(ask, calmMs)
    else if (performance.now() - startedMs > longMs) location.reload()
    else setTimeout(ask, pausesMs[tries++] ?? steadyMs)
  }
  const ask = async (): Promise<void> => {
    try {
      const response = await fetch(poll, { cache: 'no-store' })
      const { state } = (await response.json()) as { state?: string }
      if (response.ok && state !== 'processing') location.replace(next)
      else again()
    } catch {
      again()
    }
  }
  again()
}
