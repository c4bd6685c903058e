/** Near the end of a short session: counts down, and gives more time without losing what was typed. */

const minuteMs = 60_000
const soonMs = 5 * minuteMs
/** So long after the end that no card is accepted any more, the page shows how it ended. */
const overMs = 30_000

export function startTimeLimit(): void {
  const form = document.querySelector<HTMLFormElement>('.time')
  const [until, line, status] = form?.querySelectorAll('p') ?? []
  const digits = form?.querySelector('b')
  if (!form || !until || !line || !status || !digits) return
  const { left, life, max, five = '', one = '', over = '', more = '' } = form.dataset
  let endMs = Date.now() + Number(left)

  // Only a change is read out.
  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text
  }
  const show = (): void => {
    const leftMs = endMs - Date.now()
    const isSoon = leftMs <= soonMs
    form.classList.toggle('soon', isSoon)
    until.hidden = isSoon
    line.hidden = !isSoon
    digits.textContent = clock(Math.max(leftMs, 0))
    if (isSoon) say(leftMs <= 0 ? over : leftMs <= minuteMs ? one : five)
    if (leftMs <= -overMs && document.querySelector('.paying') === null) location.reload()
  }
  const extend = async (button: HTMLButtonElement): Promise<void> => {
    const body = new URLSearchParams({ extension: button.value })
    const { ok } = await fetch(form.action, { method: 'POST', body })
    if (!ok) return location.reload()
    endMs += Number(life)
    button.value = String(Number(button.value) + 1)
    if (Number(button.value) > Number(max)) button.remove()
    form.classList.add('done')
    until.textContent = more
    show()
    say(more)
  }

  let isAsking = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const button = form.querySelector('button')
    if (isAsking || button === null) return
    isAsking = true
    // Without a connection the customer can ask again.
    extend(button)
      .catch(() => undefined)
      .finally(() => {
        isAsking = false
      })
  })
  show()
  setInterval(show, 1000)
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
