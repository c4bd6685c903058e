/** Errors of the file system and of SQLite in words for the operator. */

const systemWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'part of the path is a file, not a folder',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
}

/** SQLite's primary result codes. */
const sqliteWords: Readonly<Record<number, string>> = {
  5: 'it is locked by another process',
  6: 'it is locked by another process',
  7: 'there is not enough memory',
  8: 'it is read-only',
  10: 'the disk failed',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened',
  15: 'it is locked by another process',
  26: 'it is damaged or not a database',
}

/** The primary result code, or null when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null
}

export function inWords(error: unknown): string {
  const code = sqliteCode(error)
  if (code !== null) return sqliteWords[code] ?? `SQLite result code ${code}`
  if (!(error instanceof Error)) return 'unknown error'
  const name = 'code' in error ? String(error.code) : error.message
  return systemWords[name] ?? name
}
