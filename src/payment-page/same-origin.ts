/** Whether a post comes from one of our own pages, by the headers that only the browser can set. */

/**
 * Browsers without either header send forms that the token in the action already ties to a page of ours, so their
 * absence is no reason to refuse.
 */
export function isOwnPost(
  headers: Readonly<{ secFetchSite: string | undefined; origin: string | undefined }>,
  payUrl: string,
): boolean {
  if (headers.secFetchSite !== undefined) return headers.secFetchSite === 'same-origin'
  return headers.origin === undefined || headers.origin === new URL(payUrl).origin
}
