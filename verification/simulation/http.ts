/** A process as the world outside sees it: requests and responses, whole. */
import type { Gateway } from '../../src/operations/gateway.ts'

/** Of the API and of the page. */
export const origin = 'http://pay.example'

export type HttpRequest = Readonly<{
  method: 'GET' | 'POST'
  path: string
  headers: Readonly<Record<string, string>>
  body: string | null
}>

export type HttpResponse = Readonly<{ status: number; headers: Headers; text: string }>

export interface Shell {
  fetch(request: HttpRequest): Promise<HttpResponse>
  /** The attempt that a form's token was made for. */
  attemptOf(paymentId: string, token: string): number | null
}

/** How a process gets its shell, where the world has real ones. */
export type Shells = Readonly<{
  make(gateway: Gateway, linkSecret: string, requestsPerMinute: number): Shell
  returnUrlMaker(linkSecret: string): Gateway['challengeReturnUrl']
}>
