/** Why there is no connection to another host: fixed codes, so they can be stored and logged. */
export type ConnectFailure =
  | 'aborted'
  | 'address_not_allowed'
  | 'certificate_rejected'
  | 'connection_failed'
  | 'connection_refused'
  | 'deadline'
  | 'name_not_found'
  | 'proxy_failed'
  | 'proxy_refused'
  | 'tls_failed'
