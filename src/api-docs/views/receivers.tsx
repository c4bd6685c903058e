/** Complete receivers of webhooks. The style shows the chosen one, or all of them in browsers that cannot choose. */
import type { Language } from '../examples.ts'
import { samples } from '../samples.generated.ts'
import { Highlighted } from './highlight.tsx'
import { Rich, Section } from './rich.tsx'

type SampleFile = keyof typeof samples
type Receiver = Readonly<{
  id: string
  name: string
  language: Language
  /** The file, and what it is called in a project. */
  files: readonly (readonly [SampleFile, string])[]
}>

const inbox = ['inbox.js', 'inbox.js'] as const
const receivers: readonly Receiver[] = [
  { id: 'express', name: 'Express', language: 'node', files: [['express.js', 'server.js'], inbox] },
  { id: 'hono', name: 'Hono', language: 'node', files: [['hono.js', 'server.js'], inbox] },
  {
    id: 'next',
    name: 'Next.js',
    language: 'node',
    files: [
      ['next-route.js', 'app/webhooks/route.js'],
      ['inbox.js', 'app/webhooks/inbox.js'],
    ],
  },
  { id: 'plain', name: 'Node.js only', language: 'node', files: [['node.js', 'server.js'], inbox] },
  { id: 'flask', name: 'Flask', language: 'python', files: [['flask_receiver.py', 'flask_receiver.py']] },
  { id: 'php', name: 'PHP', language: 'php', files: [['receiver.php', 'receiver.php']] },
]

export function Receivers() {
  return (
    <Section id="webhook-receivers" title="Complete receivers">
      <p>
        <Rich text="Each of these servers verifies, remembers the event in an inbox, responds, and then looks up the payment. Use your own database in place of SQLite. They are in `examples/webhooks` of the repository, where a test sends real events to every one of them." />
      </p>
      <fieldset class="tabs">
        <legend>Receiver</legend>
        {receivers.map(({ id, name }, index) => (
          <label>
            <input type="radio" name="receiver" id={`receiver-${id}`} value={id} checked={index === 0} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {receivers.map(({ id, language, files }) => (
        <div class="receiver" data-receiver={id}>
          {files.map(([file, title]) => (
            <figure class="code" data-file={file}>
              <figcaption>
                {title}{' '}
                <span>{language === 'node' ? 'JavaScript' : language === 'php' ? 'PHP' : 'Python'}</span>
              </figcaption>
              <pre>
                <Highlighted text={samples[file]} language={language} />
              </pre>
            </figure>
          ))}
        </div>
      ))}
      <p>
        <Rich text="An event is smaller than 64 KiB. Let your web server refuse bodies that are much larger, because anyone can send them." />
      </p>
      <p>
        <Rich text="In tests of your own receiver, `signWebhook` from `flowlix-client` returns the headers with which the gateway would send a body." />
      </p>
    </Section>
  )
}
