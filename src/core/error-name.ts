/** What may be logged about something that was thrown: its name. A message may hold anything. */

export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'fault'
}

/** For work that nobody waits for, where operators learn of a fault only from the log. The log masks card numbers. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'fault'
}
