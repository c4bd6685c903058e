/** Finds a mistyped domain of an email address, where it is nearly one of those that many people have. */

const names = 'gmail hotmail icloud outlook yahoo'.split(' ')

/** The address as it may have been meant; null if nothing looks wrong. */
export function suggestEmail(text: string): string | null {
  const [user, domain = ''] = text.trim().toLowerCase().split('@')
  const [name = ''] = domain.split('.')
  // With another first letter, as in "mail" and "ymail", it is most likely another company.
  const meant = names.find((known) => known !== name && known[0] === name[0] && isNear(known, name))
  return meant ? `${user}@${meant}${domain.slice(name.length)}` : null
}

/** One character is missing, too many, wrong, or in a wrong place. */
function isNear(known: string, typed: string): boolean {
  return withoutOne(known).some((text) => withoutOne(typed).includes(text))
}

/** The text, and the text without each one of its characters. */
function withoutOne(text: string): readonly string[] {
  return [text, ...[...text].map((_, i) => text.slice(0, i) + text.slice(i + 1))]
}
