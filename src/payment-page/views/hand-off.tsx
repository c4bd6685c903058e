/** The pages between ours and the issuer's: on the way there, and out of a frame in which the issuer has left the customer. */

import type { FormFields } from '../../core/attempt/answers.ts'
import type { Messages } from '../messages.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { renderDocument } from './document.tsx'
import { Contact, Reference } from './receipt.tsx'
import { Sign } from './sign.tsx'
import { Summary } from './summary.tsx'
import { frame, names, type WaitingView } from './waiting.tsx'

/** Right after the form: goes to the issuer immediately, or shows a link if the browser cannot. */
export function renderLinkToIssuer(view: WaitingView & Readonly<{ url: string }>): PageHtml {
  const { messages, url } = view
  return renderDocument({
    ...handOff(view),
    refreshTo: url,
    children: (
      <ToIssuer {...view}>
        <a class="button" href={url}>
          {messages.text('challenge.continue')}
        </a>
      </ToIssuer>
    ),
  })
}

/** The same for an issuer that wants a form. Only a script can send it immediately. */
export function renderFormToIssuer(
  view: WaitingView & Readonly<{ url: string; fields: FormFields }>,
): PageHtml {
  const { messages, url, fields } = view
  return renderDocument({
    ...handOff(view),
    hasScript: true,
    children: (
      <ToIssuer {...view}>
        <form method="post" action={url} data-go="">
          <Hidden fields={fields} />
          <button type="submit" class="button">
            {messages.text('challenge.continue')}
          </button>
        </form>
      </ToIssuer>
    ),
  })
}

type MethodView = WaitingView &
  Readonly<{ method: Readonly<{ url: string; data: string }>; continueTo: string }>

/** The issuer's 3-D Secure method in a hidden frame. Without scripts it cannot run, and the customer goes on by hand. */
export function renderMethod(view: MethodView): PageHtml {
  const { messages, payment, method, continueTo } = view
  return renderDocument({
    ...handOff(view),
    hasScript: true,
    children: (
      <ToIssuer {...view}>
        <form
          method="post"
          action={continueTo}
          data-poll={`/hpp/${payment.id}/status`}
          data-next={messages.link(`/hpp/${payment.id}/next`)}
        >
          <Hidden fields={{ method: 'U' }} />
          <button type="submit" class="button">
            {messages.text('challenge.continue')}
          </button>
        </form>
        <form method="post" action={method.url} target="method" data-method="" hidden>
          <Hidden fields={{ threeDSMethodData: method.data }} />
        </form>
      </ToIssuer>
    ),
  })
}

/** Names no payment: the issuer's page is around it. */
export function renderOutOfFrame(messages: Messages, continueTo: string): PageHtml {
  return renderDocument({
    messages,
    isTest: false,
    merchant: null,
    kind: 'handOff',
    isFramed: true,
    hasScript: true,
    title: messages.text('challenge.back'),
    children: (
      <main id="main" class="single">
        <section class="panel">
          <Sign name="bank" />
          <h1>{messages.text('challenge.back')}</h1>
          <a class="button" href={continueTo} target="_top">
            {messages.text('challenge.backLink')}
          </a>
        </section>
      </main>
    ),
  })
}

function ToIssuer({ messages, merchant, payment, children }: WaitingView & Readonly<{ children?: unknown }>) {
  return (
    <main id="main" class="single" data-state="challenge">
      <Summary messages={messages} merchant={merchant} payment={payment} />
      <section class="panel">
        <Sign name="bank" />
        <h1>{messages.text('challenge.handOff')}</h1>
        {children}
        <Reference messages={messages} payment={payment} merchant={merchant} />
        <Contact messages={messages} merchant={merchant} />
      </section>
    </main>
  )
}

function Hidden({ fields }: Readonly<{ fields: FormFields }>) {
  return Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)
}

function handOff(view: WaitingView) {
  const title = view.messages.text('challenge.title', names(view))
  return { ...frame(view), kind: 'handOff', title, isHandOff: true } as const
}
