/** What a stand-in has received, in order, and where a text such as a card number is in it. */

export type SeenRequest = Readonly<{
  method: string
  /** Without the query. */
  path: string
  query: URLSearchParams
  /** By lower-case names. */
  headers: Readonly<Record<string, string>>
  body: string
}>

export type LoggedRequest = SeenRequest & Readonly<{ isHandled: boolean }>

export class RequestLog {
  readonly #requests: { request: SeenRequest; isHandled: boolean }[] = []

  add(request: SeenRequest): void {
    this.#requests.push({ request, isHandled: false })
  }

  /** The acquirer has acted on it, whatever became of the response. */
  noteHandled(request: SeenRequest): void {
    const found = this.#requests.find((entry) => entry.request === request)
    if (found !== undefined) found.isHandled = true
  }

  all(): readonly LoggedRequest[] {
    return this.#requests.map(({ request, isHandled }) => ({ ...request, isHandled }))
  }

  /** Such as `POST /v1/refunds`, in order. */
  lines(): readonly string[] {
    return this.#requests.map(({ request }) => `${request.method} ${request.path}`)
  }

  /** Requests that contain this text anywhere, however it is grouped or encoded in the address. */
  containing(text: string): readonly LoggedRequest[] {
    return this.all().filter((request) => plain(request).includes(text))
  }

  clear(): void {
    this.#requests.length = 0
  }
}

function plain({ path, query, headers, body }: SeenRequest): string {
  const all = [path, ...[...query].flat(), ...Object.entries(headers).flat(), body].join('\n')
  return `${all}\n${all.replace(/(?<=\d)(?:[ -]|%20|\+)(?=\d)/g, '')}`
}
