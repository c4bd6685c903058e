/** Whether a post comes from one of our own pages, by the headers that only the browser can set. */

/**
 * Some honest browsers tell nothing: our `Referrer-Policy: no-referrer` turns their Origin into `null`, and they send
 * `Sec-Fetch-Site` only to https and to localhost, or are too old for it. The token in the form's action, which a
 * foreign page can neither read nor guess, is the proof then. Whoever is told to be foreign stays out.
 */
export function isOwnPost(
  headers: Readonly<{ secFetchSite: string | undefined; origin: string | undefined }>,
  payUrl: string,
): boolean {
  if (headers.secFetchSite !== undefined) return headers.secFetchSite === 'same-origin'
  const { origin } = headers
  return origin === undefined || origin === 'null' || origin === new URL(payUrl).origin
}
