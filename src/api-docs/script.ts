/**
 * The page is complete without its script. With it, the language of the examples is remembered, and every block of code
 * gets a button that copies it. Allowed only by its hash.
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
`
