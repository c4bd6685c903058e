/** What the browser has brought back from the issuer, in the address or in a form. It proves nothing. */
import { parseFields, readPost } from './read-post.ts'

/** Empty where it cannot be read. */
export async function returnedFields(request: Request): Promise<ReadonlyMap<string, string>> {
  const query = parseFields(new TextEncoder().encode(new URL(request.url).search.slice(1))) ?? []
  const post = request.method === 'POST' ? await readPost(request) : null
  return new Map([...query, ...(post?.kind === 'fields' ? post.fields : [])])
}
