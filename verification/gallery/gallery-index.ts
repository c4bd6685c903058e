/** One page to look at all pictures, with buttons that leave out what one does not want to compare. No scripts. */
import { html, raw } from 'hono/html'
import { brands } from '../app/brands.ts'
import { deviceNames, languages, schemes } from './looks.ts'
import type { Picture } from './take-gallery.ts'

type Choice = Readonly<{ name: 'brand' | 'language' | 'device' | 'scheme'; values: readonly string[] }>

const choices: readonly Choice[] = [
  { name: 'brand', values: brands },
  { name: 'language', values: languages },
  { name: 'device', values: deviceNames },
  { name: 'scheme', values: schemes },
]

const hiding = choices
  .flatMap(({ name, values }) =>
    values.map(
      (value) => `body:has(#${name}-${value}:checked) figure:not([data-${name}=${value}]){display:none}`,
    ),
  )
  .join('\n')

const style = `
:root{color-scheme:light dark}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#e9ebf0,#1c1f26)}
header{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem 2rem;padding:.75rem 1.5rem;background:Canvas}
fieldset{display:flex;gap:.75rem;margin:0;padding:0;border:0}
legend{float:left;margin-right:.75rem;font-weight:600}
section{padding:0 1.5rem}
h2{margin:2rem 0 .75rem;font-size:1.25rem}
.row{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto;padding-bottom:1rem}
figure{margin:0;flex:none}
figcaption{font-size:.8125rem}
img{display:block;border-radius:.5rem;box-shadow:0 .25rem 1rem #0003}
figure[data-device=phone] img{width:19rem}
figure[data-device=desktop] img{width:40rem}
${hiding}`

export function galleryIndex(pictures: readonly Picture[]): string {
  const states = [...new Set(pictures.map(({ state }) => state))]
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment page gallery</title>
<style>${raw(style)}</style>
</head>
<body>
<header>${choices.map(choice)}</header>
<main>${states.map(
    (state) =>
      html`<section><h2>${state}</h2><div class="row" tabindex="0" role="group" aria-label="${state}">${pictures
        .filter((picture) => picture.state === state)
        .map(figure)}</div></section>`,
  )}</main>
</body>
</html>
`)
}

function choice({ name, values }: Choice) {
  return html`<fieldset><legend>${name}</legend>${['all', ...values].map(
    (value, i) =>
      html`<label><input type="radio" name="${name}" id="${name}-${value}" ${i === 0 ? 'checked' : ''}> ${value}</label>`,
  )}</fieldset>`
}

function figure({ state, file, brand, language, device, scheme }: Picture) {
  const look = `${brand}, ${language}, ${device}, ${scheme}`
  return html`<figure data-brand="${brand}" data-language="${language}" data-device="${device}" data-scheme="${scheme}">
<a href="${file}"><img src="${file}" loading="lazy" alt="${state}: ${look}"></a><figcaption>${look}</figcaption></figure>`
}
