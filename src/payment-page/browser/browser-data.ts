/** Tells the server what only a script can find out about the browser: the bank wants to know. */

/** In a field of its own that is not in the page, so nothing depends on it. */
export function addBrowserData(form: HTMLFormElement): void {
  form.onformdata = (event) => {
    const found = [
      navigator.language,
      screen.colorDepth,
      screen.width,
      screen.height,
      new Date().getTimezoneOffset(),
    ]
    event.formData.set('browser', found.join())
  }
}
