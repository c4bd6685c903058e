/** The look of the receiver: one small sheet, allowed by its hash, in light and dark, in the colors of the documentation. */
import { createHash } from 'node:crypto'

export const receiverStyle = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f5f6f9;--text:#12151c;--soft:#545d6e;--line:#e2e5eb;--field:#7b8496;--accent:#2546d8;
--on-accent:#fff;--good:#0b6b45;--good-tint:#e7f6ef;--bad:#a3231b;--bad-tint:#fdecea}
@media(prefers-color-scheme:dark){:root{--bg:#0d0f14;--panel:#161a22;--text:#eef0f5;--soft:#a4adbd;--line:#282e3a;--field:#76809a;
--accent:#93a9ff;--on-accent:#0d0f14;--good:#6fdcab;--good-tint:#11271f;--bad:#ffa59c;--bad-tint:#331614}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text)}
main{max-width:52rem;margin:0 auto;padding:clamp(1.25rem,4vw,3rem) clamp(1rem,4vw,2rem) 4rem}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.place{margin:0 0 .25rem;color:var(--soft);font-size:.875rem;font-weight:600}
h1{margin:0 0 .5rem;font-size:clamp(1.625rem,1.3rem + 1.6vw,2.25rem);line-height:1.15;letter-spacing:-.02em}
h3{margin:0;font-size:1.125rem;line-height:1.35;overflow-wrap:anywhere}
.small{margin:1.25rem 0 .5rem;font-size:.9375rem}
p{margin:0 0 1rem;max-width:40rem;text-wrap:pretty;overflow-wrap:anywhere}
.soft{color:var(--soft)}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.8125rem}
p code,dd code,li code{background:var(--panel);padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
pre{margin:0;padding:.875rem 1rem;background:var(--panel);border-radius:8px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;margin:1.25rem 0 1.5rem}
.actions form{margin:0}
button,.button{display:inline-flex;align-items:center;min-height:2.75rem;padding:.5rem 1.125rem;border:1px solid var(--field);border-radius:8px;
background:var(--bg);color:var(--text);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
:is(button,.button):hover{filter:brightness(.95)}
details{border:1px solid var(--line);border-radius:10px;margin:0 0 .75rem}
summary{padding:.75rem 1rem;font-weight:600;cursor:pointer}
details>div{padding:0 1rem 1rem}
dl{margin:0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.35rem 1rem}
dt{color:var(--soft);overflow-wrap:anywhere}
dd{margin:0;overflow-wrap:anywhere}
label{display:block;margin:0 0 .25rem;font-weight:600}
.field{display:flex;flex-wrap:wrap;gap:.5rem}
input{flex:1 1 16rem;min-width:0;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:8px;background:var(--bg);color:inherit;
font:inherit}
.alert{margin:0 0 1rem;padding:.75rem 1rem;border-radius:8px;background:var(--bad-tint);color:var(--bad);font-weight:600}
.count{margin:2rem 0 .75rem;font-size:1.25rem}
ol{list-style:none;margin:0;padding:0}
.request{border:1px solid var(--line);border-radius:12px;margin:0 0 .75rem;padding:1rem}
.request details{margin:.75rem 0 0;border-width:1px 0 0;border-radius:0}
.request summary{padding:.75rem 0 0}
.request details>div{padding:.75rem 0 0}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.35rem 1rem}
.badges{display:flex;flex-wrap:wrap;gap:.35rem}
.badge{padding:.1rem .6rem;border-radius:99px;background:var(--panel);font-size:.8125rem;font-weight:600;white-space:nowrap}
.good{background:var(--good-tint);color:var(--good)}
.bad{background:var(--bad-tint);color:var(--bad)}
.facts{margin:.35rem 0 0;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.empty{margin:2rem 0;padding:2rem 1rem;border:1px dashed var(--field);border-radius:12px;text-align:center}
.empty p{margin:0 auto}
@media(max-width:30rem){dl{grid-template-columns:minmax(0,1fr);gap:0}dt{margin-top:.25rem}dd{margin:0 0 .5rem}.field button{flex:1 1 auto;justify-content:center}}
@media(forced-colors:active){.badge,.alert{border:1px solid CanvasText}}
`

export const receiverStyleHash = createHash('sha256').update(receiverStyle).digest('base64')
