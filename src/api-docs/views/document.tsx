/** The whole page: one document, complete without its script, with nothing from other origins. */
import { raw } from 'hono/html'
import { contents } from '../contents.ts'
import { languageNames, languages } from '../examples.ts'
import { version } from '../openapi.ts'
import { script } from '../script.ts'
import { style } from '../style.ts'
import { DeclinesSection, ErrorsSection } from './errors.tsx'
import { GuideSections, Steps } from './guide.tsx'
import { HostedPageSection, TestCardsSection } from './hosted-page.tsx'
import { ClientSection, DecisionsSection, FurtherSection } from './more.tsx'
import { EndpointSections, ObjectSections } from './reference.tsx'
import { StartSections } from './start.tsx'
import { TestingSection } from './testing.tsx'
import { WebhookSections } from './webhooks.tsx'

export function renderDocs(apiUrl: string, testAcquirer: string): string {
  return `<!doctype html>${String(<Page apiUrl={apiUrl} testAcquirer={testAcquirer} />)}`
}

const styleElement = raw(`<style>${style}</style>`)
const scriptElement = raw(`<script type="module">${script}</script>`)

function Page({ apiUrl, testAcquirer }: Readonly<{ apiUrl: string; testAcquirer: string }>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Flowlix documentation</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          name="description"
          content="How to take card payments with Flowlix: guide, reference, errors, test cards."
        />
        {styleElement}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <Bar />
        <div class="columns">
          <nav id="contents" class="side" popover="auto" aria-label="Contents">
            <Search />
            <Contents />
          </nav>
          <main id="main">
            <StartSections apiUrl={apiUrl} />
            <h2 class="part">Take a payment</h2>
            <Steps />
            <GuideSections apiUrl={apiUrl} />
            <HostedPageSection />
            <TestCardsSection testAcquirer={testAcquirer} />
            <TestingSection apiUrl={apiUrl} />
            <h2 class="part">Events and webhooks</h2>
            <WebhookSections apiUrl={apiUrl} />
            <h2 class="part">Endpoints</h2>
            <EndpointSections apiUrl={apiUrl} />
            <h2 class="part">Objects</h2>
            <ObjectSections />
            <h2 class="part">More</h2>
            <ErrorsSection apiUrl={apiUrl} />
            <DeclinesSection />
            <ClientSection apiUrl={apiUrl} />
            <FurtherSection />
            <DecisionsSection />
            <footer>
              Flowlix {version}. This page was served by the gateway at <code>{apiUrl}</code>.
            </footer>
          </main>
        </div>
        {scriptElement}
      </body>
    </html>
  )
}

function Bar() {
  return (
    <header class="bar">
      <a class="brand" href="#overview">
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
          <path d="M3 8c4 0 5-4 9-4s5 4 9 4M3 14c4 0 5-4 9-4s5 4 9 4M3 20c4 0 5-4 9-4" />
        </svg>
        <span>
          Flowlix <span class="docs">docs</span>
        </span>
      </a>
      <button type="button" class="menu" popovertarget="contents">
        Contents
      </button>
      <fieldset class="languages">
        <legend>Language of the examples</legend>
        {languages.map((language, i) => (
          <label>
            <input type="radio" name="language" id={`in-${language}`} value={language} checked={i === 0} />
            <span>{languageNames[language]}</span>
          </label>
        ))}
      </fieldset>
    </header>
  )
}

/** Without scripts it stays hidden: there, the browser's own search finds everything on this one page. */
function Search() {
  return (
    <search hidden>
      <label for="search">Search</label>
      <input id="search" type="search" autocomplete="off" spellcheck={false} aria-describedby="found-count" />
      <p id="found-count" role="status" />
      <ul id="found" />
    </search>
  )
}

function Contents() {
  return (
    <div class="groups">
      {contents.map(({ title, entries }) => (
        <>
          <p class="group">{title}</p>
          <ul>
            {entries.map(({ anchor, title: name, method }) => (
              <li>
                <a href={`#${anchor}`}>
                  {name}
                  {method === undefined ? null : <span class={`verb ${method.toLowerCase()}`}>{method}</span>}
                </a>
              </li>
            ))}
          </ul>
        </>
      ))}
    </div>
  )
}
