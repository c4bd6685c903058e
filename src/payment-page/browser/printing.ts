/** The button that prints a receipt: without scripts it would do nothing, so it is hidden until now. */

export function startPrinting(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-print]')
  if (button === null) return
  button.hidden = false
  button.onclick = () => print()
}
