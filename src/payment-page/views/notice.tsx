/** Above the form: what has just happened, and what to do now. */
import type { DeclineCategory } from '../decline-category.ts'
import type { Messages } from '../messages.ts'
import { brandList } from './brand-list.ts'

/** The last card was declined, or the form was open for too long. */
export type Notice = DeclineCategory | 'tooOld'

export type NoticeProps = Readonly<{
  messages: Messages
  notice: Notice
  /** In test mode, a number that is not a test card was tried. */
  warnsOfRealCard: boolean
}>

/** A different card has to be typed anyway. */
const sameCard: readonly Notice[] = ['details', 'technical', 'tooOld']

export function isOfSameCard(notice: Notice): boolean {
  return sameCard.includes(notice)
}

/** Read out and focused, unless the customer goes on in the form at once. */
export function NoticeBox({ messages, notice, warnsOfRealCard }: NoticeProps) {
  return (
    <div class="notice" role="alert" tabindex={-1} autofocus={notice !== 'details'}>
      {notice === 'tooOld' ? (
        <>
          <h2>{messages.text('tooOld.heading')}</h2>
          <p>{messages.text('tooOld.text')}</p>
        </>
      ) : (
        <Declined messages={messages} category={notice} />
      )}
      {isOfSameCard(notice) ? <p>{messages.text('error.again')}</p> : null}
      {warnsOfRealCard ? <p class="warning">{messages.text('test.realCard')}</p> : null}
    </div>
  )
}

function Declined({ messages, category }: Readonly<{ messages: Messages; category: DeclineCategory }>) {
  const next =
    category === 'details'
      ? 'declined.retryDetails'
      : category === 'technical'
        ? 'declined.retryTechnical'
        : 'declined.retry'
  return (
    <>
      <h1>{messages.text('declined.heading')}</h1>
      <p>
        {messages.text(`declined.${category}`)} {messages.text('money.none')}
      </p>
      {category === 'unsupported' ? (
        <p>{messages.text('declined.accepted', { brands: brandList(messages) })}</p>
      ) : null}
      <p>{messages.text(next)}</p>
    </>
  )
}
