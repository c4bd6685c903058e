/** How to read the stream of events, in four languages. The programs run until somebody ends them. */
import { exampleKey } from './example-calls.ts'
import type { Example } from './examples.ts'

export function streamExample(apiUrl: string): Example {
  const url = `${apiUrl}/v1/events/stream`
  return {
    title: 'Print events as they happen',
    code: { curl: curl(url), node: node(url), python: python(url), php: php(url) },
  }
}

function curl(url: string): string {
  return `curl --fail-with-body --no-buffer \\
  "${url}" \\
  -H "Authorization: Bearer ${exampleKey}"`
}

function node(url: string): string {
  return `const response = await fetch('${url}', {
  headers: {
    Authorization: 'Bearer ${exampleKey}',
  },
})
if (!response.ok) throw new Error((await response.json()).error.message)

const texts = response.body.pipeThrough(new TextDecoderStream())
let rest = ''
for await (const text of texts) {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  for (const line of lines) {
    if (!line.startsWith('data: ')) continue
    const event = JSON.parse(line.slice('data: '.length))
    console.log(event.id, event.type)
  }
}`
}

function python(url: string): string {
  return `import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

request = Request(
    "${url}",
    headers={"Authorization": "Bearer ${exampleKey}"},
)
try:
    # Something arrives every 15 seconds.
    with urlopen(request, timeout=30) as stream:
        for line in stream:
            if line.startswith(b"data: "):
                event = json.loads(line[len(b"data: "):])
                print(event["id"], event["type"], flush=True)
except HTTPError as failure:
    raise SystemExit(json.load(failure)["error"]["message"])`
}

function php(url: string): string {
  return `<?php
$rest = '';
$read = function ($request, string $text) use (&$rest): int {
    $lines = explode("\\n", $rest . $text);
    $rest = array_pop($lines);
    foreach ($lines as $line) {
        if (str_starts_with($line, 'data: ')) {
            $event = json_decode(substr($line, strlen('data: ')), true);
            echo $event['id'], ' ', $event['type'], PHP_EOL;
        }
    }
    return strlen($text);
};
$request = curl_init('${url}');
curl_setopt_array($request, [
    CURLOPT_HTTPHEADER => ['Authorization: Bearer ${exampleKey}'],
    CURLOPT_FAILONERROR => true,
    CURLOPT_WRITEFUNCTION => $read,
]);
if (!curl_exec($request)) {
    throw new RuntimeException(curl_error($request));
}`
}
