/** The responses of an endpoint: success and every error, each with the headers that it carries. */
import { ApiError, type ErrorCode, errorBody, statusOfError } from '../../src/api/api-error.ts'
import { errorGuide } from '../../src/api-docs/error-guide.ts'
import type { DescribedApi } from './api.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>

const integer = (description: string, example: number): Json => ({
  description,
  required: true,
  schema: { type: 'integer', minimum: 0, examples: [example] },
})

export const headers: Readonly<Record<string, Json>> = {
  'Flowlix-Request-Id': {
    description: 'Identifies this request. Quote it when you report a problem.',
    required: true,
    schema: { type: 'string', pattern: '^req_[0-9a-z]+$', examples: ['req_3v9k2m5x8q1t7w4z6y0b1c2d'] },
  },
  'X-RateLimit-Limit': integer('Requests that this key may send per minute.', 500),
  'X-RateLimit-Remaining': integer('Requests left in the current minute.', 499),
  'X-RateLimit-Reset': integer('When the current minute ends, in Unix seconds.', 1719792060),
  'Retry-After': integer('Seconds to wait before retrying.', 5),
  Allow: {
    description: 'The methods that the path supports.',
    required: true,
    schema: { type: 'string', examples: ['POST'] },
  },
  'WWW-Authenticate': {
    description: 'How to authenticate.',
    required: true,
    schema: { type: 'string', enum: ['Bearer'] },
  },
  'Idempotent-Replayed': {
    description: '`true` if this is the stored response to an earlier request with the same key.',
    required: false,
    schema: { type: 'string', enum: ['true'] },
  },
}

/** Only while the first request with the same key is in progress. */
const retryAfterIfRunning = {
  description:
    'Seconds to wait before retrying the same request. Only present while the first request with this key is in progress.',
  required: false,
  schema: { type: 'integer', minimum: 0, examples: [1] },
}

const rateLimitNames = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']

function headerRefs(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

/** Every endpoint can return these. */
const everywhere: readonly ErrorCode[] = [
  'parameter_invalid',
  'invalid_api_key',
  'method_not_allowed',
  'rate_limit_exceeded',
  'internal_error',
  'service_unavailable',
]

const shared: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'PermissionDenied',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'IdempotencyConflict',
  413: 'BodyTooLarge',
  415: 'UnsupportedMediaType',
  429: 'RateLimited',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

const sharedCodes: Readonly<Record<string, readonly ErrorCode[]>> = {
  Unauthorized: ['invalid_api_key'],
  PermissionDenied: ['permission_denied'],
  NotFound: ['resource_missing'],
  MethodNotAllowed: ['method_not_allowed'],
  IdempotencyConflict: ['idempotency_key_in_use'],
  BodyTooLarge: ['body_too_large'],
  UnsupportedMediaType: ['unsupported_media_type'],
  RateLimited: ['rate_limit_exceeded'],
  InternalError: ['internal_error'],
  ServiceUnavailable: ['service_unavailable'],
}

/** Those that an operation of the API refers to. */
export function sharedResponses({ operations }: DescribedApi): Record<string, Json> {
  const used = new Set(Object.values(operations).flatMap(errorCodesOf))
  const named = Object.entries(sharedCodes).filter(([, codes]) => codes.some((code) => used.has(code)))
  return Object.fromEntries(named.map(([name, codes]) => [name, errorResponse(codes)]))
}

export function errorCodesOf(operation: Operation): readonly ErrorCode[] {
  return [...everywhere, ...operation.errors].sort((a, b) => statusOfError(a) - statusOfError(b))
}

/** Undefined where the operation has a code that the shared response does not explain. */
function sharedNameOf(status: number, codes: readonly ErrorCode[]): string | undefined {
  const name = shared[status]
  const explained = sharedCodes[name ?? ''] ?? []
  return codes.every((code) => explained.includes(code)) ? name : undefined
}

export function responsesOf(operation: Operation, isPost: boolean): Record<string, Json> {
  const { success } = operation
  const codesByStatus = Map.groupBy(errorCodesOf(operation), statusOfError)
  const errors = [...codesByStatus].map(([status, codes]): [string, Json] => {
    const name = sharedNameOf(status, codes)
    return [
      String(status),
      name === undefined ? errorResponse(codes) : { $ref: `#/components/responses/${name}` },
    ]
  })
  const names = ['Flowlix-Request-Id', ...rateLimitNames, ...(isPost ? ['Idempotent-Replayed'] : [])]
  return {
    [success.status]: {
      description: success.description,
      headers: headerRefs(names),
      content: contentOf(success),
    },
    ...Object.fromEntries(errors),
  }
}

function contentOf(success: Operation['success']): Json {
  if ('stream' in success)
    return { 'text/event-stream': { schema: { type: 'string' }, example: success.stream } }
  const schema = { $ref: `#/components/schemas/${success.schema}` }
  return { 'application/json': { schema, example: success.example } }
}

const optionalLimits = Object.fromEntries(
  rateLimitNames.map((name) => [name, { ...headers[name], required: false }]),
)

const ownHeaders: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After'],
  503: ['Retry-After'],
}

function errorResponse(codes: readonly ErrorCode[]): Json {
  const status = statusOfError(codes[0] ?? 'internal_error')
  const names = [
    'Flowlix-Request-Id',
    ...(status === 401 || status === 429 ? [] : rateLimitNames),
    ...(ownHeaders[status] ?? []),
  ]
  // Requests without a valid key are not counted for any key.
  const sometimes =
    status === 409 ? { 'Retry-After': retryAfterIfRunning } : status === 429 ? optionalLimits : {}
  return {
    description: codes.map((code) => `\`${code}\`: ${errorGuide[code].meaning}`).join(' '),
    headers: { ...headerRefs(names), ...sometimes },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  }
}

const params: Readonly<Partial<Record<ErrorCode, string>>> = {
  parameter_missing: 'amount',
  parameter_invalid: 'amount',
  resource_missing: 'id',
  idempotency_key_in_use: 'Idempotency-Key',
  refund_amount_too_large: 'amount',
  webhook_secret_rolling: 'expires_in',
}

/** The body as the API itself writes it. */
function exampleOf(code: ErrorCode): unknown {
  const error = new ApiError(code, errorGuide[code].meaning, params[code] ?? null)
  return JSON.parse(errorBody(error, 'req_3v9k2m5x8q1t7w4z6y0b1c2d', 'https://pay.example.org/docs'))
}
