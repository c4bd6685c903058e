/** What may be logged about something that was thrown: its name. A message may hold anything. */

export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'fault'
}
