/** Lets the bank recognize the browser in a hidden frame, and goes on when it has, or when it takes too long. */

/** Far from what a page may ask for in a minute. */
const pauseMs = 500
/** As 3-D Secure says. */
const longestMs = 10_000

export function startMethod(): void {
  const method = document.querySelector<HTMLFormElement>('form[data-method]')
  const goOn = document.querySelector<HTMLFormElement>('form[data-poll]')
  if (method === null || goOn === null) return
  const { poll = '', next = '' } = goOn.dataset
  const startedMs = performance.now()

  const ask = async (): Promise<void> => {
    if ((await stateAt(poll)) !== 'identifying') location.replace(next)
    else if (performance.now() - startedMs < longestMs) setTimeout(ask, pauseMs)
    else {
      for (const input of goOn.querySelectorAll('input')) input.value = 'N'
      goOn.submit()
    }
  }
  const frame = document.createElement('iframe')
  frame.name = method.target
  frame.hidden = true
  method.append(frame)
  method.submit()
  setTimeout(ask, pauseMs)
}

/** Without an answer nothing has changed, as far as is known. */
async function stateAt(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { cache: 'no-store' })
    return response.ok ? ((await response.json()) as { state?: string }).state : 'identifying'
  } catch {
    return 'identifying'
  }
}
