/** Browsers keep to https for two years, as the lists that they are shipped with demand of a host. */
export const strictTransport = 'max-age=63072000; includeSubDomains; preload'
