/** The look of the sandbox's bank: one small sheet, allowed by its hash, in light and dark. */
import { createHash } from 'node:crypto'

export const bankStyle = `
:root{color-scheme:light dark;--ground:#eef1f6;--card:#fff;--ink:#14202e;--soft:#51606f;--line:#d5dce5;--field:#75849a;
--brand:#0b4f6c;--brand-ink:#fff;--note:#fff4d6;--note-ink:#573d00;--glow:#0b4f6c2e}
@media (prefers-color-scheme:dark){:root{--ground:#0e141b;--card:#17202a;--ink:#e8eef5;--soft:#a6b4c3;--line:#2b3845;
--field:#7d8fa3;--brand:#7fd1ee;--brand-ink:#06222e;--note:#33290d;--note-ink:#f6dc95;--glow:#7fd1ee33}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100svh;background:var(--ground);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:flex;flex-direction:column}
.note{margin:0;padding:.5rem 1rem;background:var(--note);color:var(--note-ink);font-size:.875rem;line-height:1.4;text-align:center}
main{width:100%;max-width:27rem;margin:auto;padding:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;
box-shadow:0 1px 2px #0000000d,0 12px 32px -16px #00000033}
.bank{display:flex;align-items:center;gap:.6rem;margin:0 0 1.25rem;font-weight:650;letter-spacing:.01em}
.bank svg{flex:none;width:2rem;height:2rem;color:var(--brand)}
h1{margin:0 0 .5rem;font-size:1.375rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 1rem;text-wrap:pretty}
.soft{color:var(--soft)}
dl{margin:0 0 1.25rem;border-block:1px solid var(--line)}
dl div{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 1rem;padding:.6rem 0}
dl div+div{border-top:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.amount{font-size:1.25rem}
label{display:block;font-weight:600}
.hint{display:block;margin:.125rem 0 .5rem;color:var(--soft);font-size:.875rem}
input{width:100%;min-height:3rem;margin:0 0 1rem;padding:.5rem .875rem;border:1px solid var(--field);border-radius:.625rem;
background:var(--card);color:inherit;font:inherit;font-size:1.125rem;letter-spacing:.15em;font-variant-numeric:tabular-nums}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.5rem 1rem;
border:1px solid transparent;border-radius:.625rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.primary{background:var(--brand);color:var(--brand-ink)}
.plain{background:transparent;color:var(--ink);border-color:var(--field)}
.primary:hover{filter:brightness(1.08)}
.plain:hover{background:var(--glow)}
.others{display:flex;gap:.5rem;margin-top:.625rem}
.others button{flex:1 1 auto;width:auto;padding-inline:.25rem;white-space:nowrap}
:is(button,input,.button):focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.card>:last-child{margin-bottom:0}
@media (max-width:22rem){.wide{display:none}.note{padding:.25rem .5rem;font-size:.75rem}main{padding:.375rem}.card{padding:.75rem;
border-radius:.75rem}.bank{margin-bottom:.375rem;font-size:.875rem}.bank svg{width:1.5rem;height:1.5rem}h1{margin:0 0 .25rem;
font-size:1rem}p,dl{margin-bottom:.5rem}p.soft{font-size:.875rem;line-height:1.4}dl{font-size:.875rem}dl div{padding:.125rem 0}.amount{font-size:1rem}.plain{font-size:.875rem}
.hint{margin:0 0 .25rem;font-size:.8125rem;line-height:1.35}input,button,.button{min-height:2.75rem;padding-inline:.5rem}input{margin-bottom:.5rem}
.others{margin-top:.375rem;gap:.25rem}}
@media (forced-colors:active){.card,button,.button{border-color:CanvasText}}
@media print{.note{border:1px solid}}
`

export const bankStyleHash = createHash('sha256').update(bankStyle).digest('base64')
