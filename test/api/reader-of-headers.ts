/** A request that remembers which of its headers were asked for. */

export function readerOfHeaders(
  original: Request,
): Readonly<{ request: Request; names(): readonly string[] }> {
  const asked = new Set<string>()
  const headers = new Proxy(original.headers, {
    get: (target, member) => {
      if (member !== 'get' && member !== 'has') {
        // Whoever goes through all of them could take any.
        asked.add(`headers.${String(member)}`)
        return bound(target, member)
      }
      return (name: string) => {
        asked.add(name.toLowerCase())
        return target[member](name)
      }
    },
  })
  const request = new Proxy(original, {
    get: (target, member) => (member === 'headers' ? headers : bound(target, member)),
  })
  return { request, names: () => [...asked].sort() }
}

function bound(target: object, member: string | symbol): unknown {
  const value: unknown = Reflect.get(target, member, target)
  return typeof value === 'function' ? value.bind(target) : value
}
