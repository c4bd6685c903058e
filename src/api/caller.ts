/** Who sends a request. Each address gets a limited number of 401 responses; a valid key is never throttled by them. */
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import { type Authenticated, authenticate, readSecretKey } from './authenticate.ts'
import type { Incoming } from './endpoint.ts'
import { tooManyFailedKeys } from './failed-keys.ts'

export type Caller = Authenticated & Readonly<{ secretKey: string }>

export async function identify(api: ApiContext, { request, context }: Incoming): Promise<Caller> {
  try {
    const secretKey = readSecretKey(request.header('authorization'), request.isRepeated('authorization'))
    const authenticated = await authenticate(api, secretKey)
    const { key } = authenticated
    context.keyId = key.id
    context.merchantId = key.merchantId
    return { ...authenticated, secretKey }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_api_key') throw error
    throw tooManyFailedKeys(api, context) ?? error
  }
}
