/** Checks that a form comes from one of our own pages, using headers that only the browser can set. */

/**
 * Some browsers do not say where a form comes from: our `Referrer-Policy: no-referrer` turns their Origin into `null`, and
 * they send `Sec-Fetch-Site` only over https and to localhost, or are too old for it. Then the token in the form's action
 * is the proof, because another site can neither read nor guess it. Forms that are known to be foreign are refused.
 */
export function isOwnRequest({ headers }: Request, payUrl: string): boolean {
  const secFetchSite = headers.get('sec-fetch-site') ?? undefined
  return isOwnPost({ secFetchSite, origin: headers.get('origin') ?? undefined }, payUrl)
}

export function isOwnPost(
  headers: Readonly<{ secFetchSite: string | undefined; origin: string | undefined }>,
  payUrl: string,
): boolean {
  if (headers.secFetchSite !== undefined) return headers.secFetchSite === 'same-origin'
  const { origin } = headers
  return origin === undefined || origin === 'null' || origin === new URL(payUrl).origin
}
