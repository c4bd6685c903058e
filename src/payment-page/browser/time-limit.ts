/** Near the end of a short session: counts down, and gives more time without losing what was typed. */
import type { TimeFacts } from '../views/time-limit.tsx'
import { first } from './on-form.ts'

const minuteMs = 60_000
const soonMs = 5 * minuteMs
/** So long after the end that no card is accepted anymore, the page shows how it ended. */
const overMs = 30_000

const form = first<HTMLFormElement>('.time')
const [leftMs, lifeMs, max, five, one, over, more] = JSON.parse(form.dataset.facts ?? '') as TimeFacts
let endMs = Date.now() + leftMs

let isAsking = false
form.onsubmit = ({ submitter }) => {
  if (!isAsking) void extend(submitter as HTMLButtonElement)
  return false
}
show()
setInterval(show, 1000)

function say(text: string): void {
  const status = first('.time [role]')
  // Only a change is read out.
  if (status.textContent !== text) status.textContent = text
}

function show(): void {
  const restMs = endMs - Date.now()
  const isSoon = restMs <= soonMs
  form.classList.toggle('soon', isSoon)
  // Minutes and seconds, as far as they are shown.
  first('.time b').textContent = new Date(Math.max(restMs, 0) + 999).toISOString().slice(15, 19)
  if (isSoon) say(restMs <= 0 ? over : restMs <= minuteMs ? one : five)
  if (restMs <= -overMs && !document.querySelector('.paying')) location.reload()
}

async function extend(button: HTMLButtonElement): Promise<void> {
  isAsking = true
  const body = new URLSearchParams({ extension: button.value })
  // Without a connection the customer can ask again.
  const response = await fetch(form.action, { method: 'POST', body }).catch(() => null)
  isAsking = false
  if (!response) return
  if (!response.ok) return location.reload()
  endMs += lifeMs
  const next = Number(button.value) + 1
  button.value = String(next)
  if (next > max) button.remove()
  form.classList.add('done')
  first('.time p').textContent = more
  show()
  say(more)
}
