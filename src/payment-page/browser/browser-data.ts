/** Tells the server what only a script can find out about the browser: the bank wants to know. */
import { form } from './on-form.ts'

/** In a field of its own that is not in the page, so nothing depends on it. */
form.onformdata = ({ formData }) => {
  const found = [
    navigator.language,
    screen.colorDepth,
    screen.width,
    screen.height,
    new Date().getTimezoneOffset(),
  ]
  formData.set('browser', found.join())
}
