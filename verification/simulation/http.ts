/** A process as the world outside sees it: requests and responses, whole. */
import type { Gateway } from '../../src/operations/gateway.ts'

/** Of the API and of the page. */
export const origin = 'http://pay.example'

export type HttpRequest = Readonly<{
  method: 'GET' | 'POST'
  path: string
  headers: Readonly<Record<string, string>>
  body: string | null
  /** The address of whoever asks; null where limits by address do not apply. */
  from?: string | null
}>

export type HttpResponse = Readonly<{ status: number; headers: Headers; text: string }>

export interface Shell {
  fetch(request: HttpRequest): Promise<HttpResponse>
  /** The attempt that a form's token was made for. */
  attemptOf(paymentId: string, token: string): number | null
}

export type ShellLimits = Readonly<{ requestsPerMinute: number; areCardsLimited: boolean }>

/** How a process gets its shell, where the world has real ones. */
export type Shells = Readonly<{
  make(gateway: Gateway, linkSecret: string, limits: ShellLimits): Shell
  urlMaker(linkSecret: string): Gateway['issuerUrls']
}>
