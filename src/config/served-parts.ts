/** What a process of the gateway does, so that several can share the work by kind. */

export const servedParts = ['api', 'page', 'worker', 'webhooks'] as const
export type ServedPart = (typeof servedParts)[number]
