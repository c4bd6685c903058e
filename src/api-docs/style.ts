/** The page's style, inside the document: allowed only by its hash. */

const colors = `
:root{color-scheme:light dark;--bar:3.75rem;
--bg:#fff;--panel:#f5f6f9;--text:#12151c;--soft:#545d6e;--line:#e2e5eb;--accent:#2546d8;--tint:#eef1fd;
--good:#0b6b45;--good-tint:#e7f6ef;--warn:#7a4b00;--warn-tint:#fff5df;--warn-line:#eec772;
--code:#10141d;--code-bar:#1a2030;--code-text:#dde3f0;--code-soft:#98a3b8;
--c-string:#a5dfb4;--c-comment:#8d99b0;--c-number:#ffc38a;--c-word:#a9b8ff}
@media(prefers-color-scheme:dark){:root{
--bg:#0d0f14;--panel:#161a22;--text:#eef0f5;--soft:#a4adbd;--line:#282e3a;--accent:#93a9ff;--tint:#1d2438;
--good:#6fdcab;--good-tint:#11271f;--warn:#ffd58a;--warn-tint:#2a2110;--warn-line:#5c4715;
--code:#141924;--code-bar:#1c2331}}`

const base = `
*{box-sizing:border-box}
html{font:100%/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
scroll-padding-top:calc(var(--bar) + .25rem);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text)}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
a:has(>code){text-underline-offset:.4em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
p code,li code,dd code,td code{background:var(--panel);padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--bg);padding:.75rem 1rem;z-index:3}
.skip:focus{top:.5rem}
.bar{position:sticky;top:0;z-index:2;display:flex;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;
min-height:var(--bar);padding:.5rem clamp(1rem,3vw,2rem);background:var(--bg);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.6rem;font-weight:650;font-size:1.125rem;letter-spacing:-.01em;
color:var(--text);text-decoration:none}
.brand svg{fill:none;stroke:var(--accent);stroke-width:2.4;stroke-linecap:round}
.brand .docs{font-weight:400;color:var(--soft)}
.languages,.tabs{display:flex;border:1px solid var(--line);border-radius:8px;padding:2px;margin:0;background:var(--panel)}
.languages legend,.tabs legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.languages label,.tabs label{position:relative;cursor:pointer}
.languages input,.tabs input{position:absolute;inset:0;opacity:0;margin:0;width:100%;height:100%;cursor:pointer}
.languages span,.tabs span{display:block;padding:.3rem .7rem;border-radius:6px;font-size:.875rem;color:var(--soft)}
@media(max-width:30rem){.bar{flex-wrap:nowrap;gap:.5rem}
.brand span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.menu{padding-inline:.5rem}
.languages span{padding:.3rem .45rem;font-size:.8125rem}}
@media(max-width:22rem){.bar{padding-inline:.75rem}.languages span{padding-inline:.15rem}.menu{padding-inline:.35rem;font-size:.8125rem}}
.languages input:checked+span,.tabs input:checked+span{background:var(--bg);color:var(--text);font-weight:600;box-shadow:0 0 0 1px var(--line)}
.languages input:focus-visible+span,.tabs input:focus-visible+span{outline:3px solid var(--accent);outline-offset:1px}`

const layout = `
.columns{display:grid;grid-template-columns:minmax(0,1fr);max-width:100rem;margin:0 auto}
main{padding:0 clamp(1rem,3vw,3rem) 4rem;min-width:0}
.menu{margin-left:auto;padding:.4rem .8rem;border:1px solid var(--line);border-radius:8px;background:var(--panel);color:var(--text);
font:600 .875rem/1.4 inherit;font-family:inherit;cursor:pointer}
.side:popover-open{position:fixed;inset:calc(var(--bar) + .25rem) .5rem auto;width:auto;max-height:calc(100dvh - var(--bar) - 1rem);overflow-y:auto;
margin:0;padding:.5rem 1.5rem 1.5rem;border:1px solid var(--line);border-radius:12px;background:var(--bg);color:var(--text);
box-shadow:0 1rem 3rem #0006}
search{display:block;padding-top:1rem}
[hidden]{display:none!important}
search label{display:block;font-size:.8125rem;font-weight:600;color:var(--soft)}
search input{width:100%;padding:.5rem .65rem;border:1px solid var(--soft);border-radius:8px;background:var(--bg);color:var(--text);font:inherit}
search p{margin:.5rem 0 .25rem;font-size:.8125rem;color:var(--soft)}
search p:empty{margin:0}
#found a{display:block}
#found span{display:block;color:var(--soft);font-size:.8125rem}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:flex;gap:.5rem;justify-content:space-between;align-items:baseline;padding:.3rem .75rem;margin:0 -.75rem;
color:var(--text);text-decoration:none;border-radius:6px;font-size:.9375rem;line-height:1.4}
nav a:hover{background:var(--tint);color:var(--accent)}
.group{margin:1.5rem 0 .35rem;font-size:.8125rem;font-weight:600;color:var(--soft)}
.verb{font:600 .6875rem ui-monospace,Menlo,Consolas,monospace;color:var(--soft)}
.verb.post{color:var(--accent)}
.verb.get{color:var(--good)}
.part{margin:4.5rem 0 0;padding-bottom:.75rem;border-bottom:3px solid var(--accent);font-size:1rem;font-weight:650;
color:var(--accent);letter-spacing:0}
.row{padding:2.75rem 0;border-bottom:1px solid var(--line)}
.row:last-of-type{border-bottom:0}
.prose>*,.codes p{max-width:42rem}
.wide .prose>ul.codes,.wide .prose>table,.wide .prose>dl{max-width:60rem}
.aside{margin-top:1.5rem;min-width:0}
@media(min-width:64rem){
.columns{grid-template-columns:17rem minmax(0,1fr)}
.side,.side:popover-open{display:block;position:sticky;inset:auto;top:var(--bar);align-self:start;width:auto;height:auto;
max-height:calc(100vh - var(--bar));overflow-y:auto;margin:0;padding:.25rem 2rem 3rem;border:0;border-right:1px solid var(--line);
border-radius:0;background:none;color:inherit;box-shadow:none}
.menu{display:none}}
@media(min-width:80rem){
.row:not(.wide){display:grid;grid-template-columns:minmax(0,1fr) minmax(0,33rem);gap:3rem}
.aside{margin-top:.25rem}
.aside>:last-child{position:sticky;top:calc(var(--bar) + 1.25rem)}
.aside:has(>:nth-child(6))>:last-child{position:static}}`

const text = `
h1{font-size:clamp(2rem,1.4rem + 2.2vw,2.875rem);line-height:1.1;letter-spacing:-.025em;font-weight:680;margin:0 0 1rem;
text-wrap:balance}
h2{font-size:1.625rem;line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:0 0 .75rem}
h3{font-size:1.0625rem;line-height:1.4;font-weight:650;margin:2rem 0 .25rem}
.self{color:inherit;text-decoration:none}
.self:hover{text-decoration:underline}
.self:hover:after{content:" #";color:var(--soft)}
p{margin:0 0 1rem}
.lead{font-size:1.25rem;line-height:1.5;color:var(--soft)}
ul,ol{padding-left:1.25rem;margin:0 0 1rem}
li{margin:.25rem 0}
.facts{margin:1.5rem 0;border:1px solid var(--line);border-radius:8px}
.facts div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.6rem 1rem}
.facts div+div{border-top:1px solid var(--line)}
.facts dt{flex:0 0 7rem;color:var(--soft)}
dd{margin:0}
.scope{margin:1.25rem 0}
.scope div{padding:.75rem 0;border-top:1px solid var(--line)}
.scope dt{font-weight:650}
.warning{padding:1rem 1.25rem;background:var(--warn-tint);border:1px solid var(--warn-line);border-radius:8px}
.warning strong{color:var(--warn)}
.warning code{background:none;padding:0}
.path{display:flex;gap:.6rem;align-items:center;flex-wrap:wrap}
.path code{background:none;padding:0;font-size:1rem}
.method{font:650 .8125rem ui-monospace,Menlo,Consolas,monospace;padding:.2rem .5rem;border-radius:6px;
background:var(--tint);color:var(--accent)}
.method.get{background:var(--good-tint);color:var(--good)}
footer{padding-top:2rem;color:var(--soft);font-size:.875rem}`

const parts = `
.fields,.codes,.responses{list-style:none;padding:0}
.fields>li{margin:0;padding:.85rem 0;border-top:1px solid var(--line)}
.fields p{margin:0}
.fields .name{margin-bottom:.15rem}
.fields .name a{color:var(--text);text-decoration:none}
.fields .name a:hover{text-decoration:underline}
.fields .name a code{background:none;padding:0;font-weight:650;font-size:.9375rem}
.type,.limits{color:var(--soft);font-size:.875rem}
.limits code{font-size:.9375em}
.required{color:var(--warn);font-size:.8125rem;font-weight:600}
.responses li{margin:.4rem 0;display:flex;gap:.75rem;align-items:baseline}
.status{font:650 .8125rem ui-monospace,Menlo,Consolas,monospace;color:var(--soft)}
.status.good{color:var(--good)}
.codes>li{margin:0;padding:1rem 0;border-top:1px solid var(--line)}
.codes h3{margin:0 0 .25rem;display:flex;gap:.75rem;align-items:baseline;flex-wrap:wrap}
.codes h3 code{font-size:.9375rem;background:none;padding:0;overflow-wrap:anywhere}
.codes p{margin:0}
.remedy{color:var(--soft)}
@media(min-width:48rem){.codes>li{display:grid;grid-template-columns:18rem minmax(0,1fr);gap:1.5rem}}
:target{background:var(--tint);box-shadow:0 0 0 .75rem var(--tint);border-radius:2px}
section:target,main:target{background:none;box-shadow:none}
section:target>.prose>h2{text-decoration:underline;text-decoration-color:var(--accent);
text-decoration-thickness:.1em;text-underline-offset:.2em}
.steps{list-style:none;counter-reset:step;padding:0;margin:2rem 0 0;display:grid;gap:1rem 1.5rem;
grid-template-columns:repeat(auto-fit,minmax(13rem,1fr))}
.steps li{counter-increment:step;margin:0;padding-top:.75rem;border-top:1px solid var(--line);font-size:.9375rem}
.steps li:before{content:counter(step);display:block;font-weight:650;font-size:1.5rem;line-height:1.3;color:var(--accent)}
.steps a{color:inherit;font-weight:650}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;vertical-align:top;padding:.6rem 1rem .6rem 0;border-top:1px solid var(--line);font-weight:400}
thead th{font-size:.875rem;color:var(--soft);border-top:0}
tr:target{box-shadow:none}
.pan{letter-spacing:.03em;white-space:nowrap;background:none;padding:0}
@media(max-width:40rem){thead{display:none}tr{display:block;padding:.75rem 0;border-top:1px solid var(--line)}
th,td{display:block;border:0;padding:0}
.schedule thead{display:table-header-group}.schedule tr{display:table-row}
.schedule th,.schedule td{display:table-cell;border-top:1px solid var(--line);padding:.5rem .75rem .5rem 0}}
.code{margin:0 0 1.25rem;border-radius:10px;overflow:hidden;background:var(--code);color:var(--code-text);
box-shadow:0 0 0 1px var(--line)}
.code figcaption{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding:.55rem 1rem;background:var(--code-bar);
font-size:.8125rem;font-weight:600}
.code figcaption span{margin-left:auto;color:var(--code-soft);font-weight:400}
.code pre{margin:0;padding:1rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8125rem;line-height:1.6;tab-size:4}
.code button{margin:-.2rem -.4rem;padding:.2rem .6rem;border:1px solid var(--code-soft);border-radius:6px;background:none;
color:inherit;font:inherit;cursor:pointer}
.code button:focus-visible{outline-color:#93a9ff}
.code code{font-size:inherit}
.code .s{color:var(--c-string)}.code .c{color:var(--c-comment)}.code .n{color:var(--c-number)}.code .w{color:var(--c-word)}
.tabs{flex-wrap:wrap;width:fit-content;margin:1.5rem 0 1rem}
.prose>.receiver{max-width:60rem}
.payload{border-top:1px solid var(--line)}
.payload summary{padding:.6rem 0;cursor:pointer}
.payload .code{margin:.25rem 0 1rem}
.schedule{margin-top:0}
@supports selector(:has(a)){
.example,.receiver{display:none}
:root:has(#receiver-express:checked) [data-receiver=express],:root:has(#receiver-hono:checked) [data-receiver=hono],
:root:has(#receiver-next:checked) [data-receiver=next],:root:has(#receiver-plain:checked) [data-receiver=plain],
:root:has(#receiver-flask:checked) [data-receiver=flask],:root:has(#receiver-php:checked) [data-receiver=php],
:root:has(#in-curl:checked) [data-language=curl],:root:has(#in-node:checked) [data-language=node],
:root:has(#in-python:checked) [data-language=python],:root:has(#in-php:checked) [data-language=php]{display:block}}
.go{display:inline-block;padding:.7rem 1.1rem;border-radius:8px;background:var(--accent);color:var(--bg);font-weight:650;
text-decoration:none}
.tall{grid-template-columns:minmax(0,1fr);margin:1.25rem 0 1.5rem}
.picture{margin:0 auto;max-width:19rem;text-align:center;color:var(--soft);font-size:.875rem}
.picture img{display:block;width:100%;height:auto;margin-bottom:.5rem;border:1px solid var(--line);border-radius:1.5rem}
@media print{.bar,.side,.code button{display:none!important}}`

export const style = [colors, base, layout, text, parts].join('').replaceAll('\n', '')
