/**
 * The page is complete without its script. With it, the language of the examples is remembered, every block of code gets a
 * button that copies it, and the contents get a search. Allowed only by its hash.
 */
export const script = `
const name = 'flowlix-docs-language'
const inputs = [...document.querySelectorAll('.languages input')]
const remember = (value) => {
  try { localStorage.setItem(name, value) } catch {}
}
try {
  const chosen = inputs.find((input) => input.value === localStorage.getItem(name))
  if (chosen) chosen.checked = true
} catch {}
for (const input of inputs) input.addEventListener('change', () => remember(input.value))

const addCopyButton = (figure) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(figure.querySelector('pre').textContent)
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
  figure.querySelector('figcaption').append(button)
}
if (navigator.clipboard) document.querySelectorAll('.code').forEach(addCopyButton)

const nav = document.getElementById('contents')
nav.addEventListener('click', (event) => {
  if (event.target.closest('a') && nav.matches(':popover-open')) nav.hidePopover()
})

const resultsMax = 25
const words = (text) => text.toLowerCase().split(/\\s+/).filter(Boolean)
const titleOf = (element) => {
  const title = element.matches('section') ? 'h1,h2,h3' : '.name a,h3 code,th'
  return (element.querySelector(title) ?? element).textContent.trim().replace(/\\s+/g, ' ')
}
let places
const indexOf = () => [...document.querySelectorAll('main [id]')]
  .filter((element) => element.matches('section,li,tr'))
  .map((element) => ({
    id: element.id,
    title: titleOf(element),
    section: titleOf(element.closest('section')),
    text: element.textContent.toLowerCase(),
    isSection: element.matches('section'),
  }))
const rank = (place, wanted) => {
  const title = place.title.toLowerCase()
  if (title === wanted.join(' ')) return 0
  if (wanted.every((word) => title.includes(word))) return place.isSection ? 1 : 2
  return place.isSection ? 4 : 3
}
const find = (text) => {
  places ??= indexOf()
  const wanted = words(text)
  return places
    .filter((place) => wanted.every((word) => place.text.includes(word)))
    .sort((a, b) => rank(a, wanted) - rank(b, wanted))
    .slice(0, resultsMax)
}
const entry = (place) => {
  const link = document.createElement('a')
  link.href = '#' + place.id
  link.textContent = place.title
  if (!place.isSection && place.section !== place.title) {
    const where = document.createElement('span')
    where.textContent = place.section
    link.append(where)
  }
  const item = document.createElement('li')
  item.append(link)
  return item
}
const field = document.getElementById('search')
const count = document.getElementById('found-count')
const list = document.getElementById('found')
const show = () => {
  const isAsked = words(field.value).length > 0
  const found = isAsked ? find(field.value) : []
  list.replaceChildren(...found.map(entry))
  nav.querySelector('.groups').hidden = isAsked
  count.textContent = !isAsked ? '' : found.length === 0 ? 'Nothing found'
    : found.length === resultsMax ? 'The best ' + resultsMax + ' results' : found.length + (found.length === 1 ? ' result' : ' results')
}
field.closest('search').hidden = false
field.addEventListener('input', show)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input,textarea')) return
  event.preventDefault()
  if (getComputedStyle(nav).display === 'none') nav.showPopover()
  field.focus()
})
`
