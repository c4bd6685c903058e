/** Leaving ends the payment, so the page asks once if something would be lost. */

export function startCanceling(card: HTMLFormElement): void {
  const dialog = document.querySelector('dialog')
  const leave = dialog?.querySelector('form')
  if (!leave) return
  leave.action = card.action.replace('/pay/', '/cancel/')
  document.querySelector('.cancel')?.addEventListener('click', (event) => {
    event.preventDefault()
    if ([...card.querySelectorAll('input')].some((field) => field.value !== '')) dialog?.showModal()
    else leave.submit()
  })
}
