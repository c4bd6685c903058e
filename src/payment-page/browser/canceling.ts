/** Leaving ends the payment, so the page asks once if something would be lost. */
import { fields, first, form } from './on-form.ts'

const leave = first<HTMLFormElement>('dialog form')
leave.action = form.action.replace('/pay/', '/cancel/')
first('.cancel').onclick = () => {
  // A country was chosen beforehand.
  const isLost = fields.some((field) => field.matches('input') && field.value)
  if (isLost) first<HTMLDialogElement>('dialog').showModal()
  else leave.submit()
  return false
}
