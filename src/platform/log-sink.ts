/**
 * Where the log goes: an open file, pipe or terminal that may be full, closed, or without a reader. Lines are written in
 * pieces, once for each turn of the event loop. What cannot be written waits up to a number of bytes; then lines are
 * dropped and counted, and a line says how many as soon as there is room again. Nothing of this throws or blocks.
 */
import { constants, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'

type SinkOptions = Readonly<{
  waitingBytesMax?: number
  /** The line that reports dropped lines. */
  droppedLine(count: number): string
  /** Called for each line that is dropped. */
  onDropped?(): void
}>

const pieceLength = 64 * 1024
const retryMs = 100
const lastTriesMax = 10
const lastTryMs = 20
/** Errors that mean that the reader is gone for good. */
const gone: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EBADF'])

export class LogSink {
  readonly #fd: number
  readonly #options: SinkOptions & Readonly<{ waitingBytesMax: number }>
  #waiting: string[] = []
  #waitingBytes = 0
  /** The piece that is being written. It may have been cut within a line, so it is never dropped. */
  #piece: Buffer = Buffer.alloc(0)
  #dropped = 0
  #isGone = false
  #isScheduled = false

  constructor(fd: number, options: SinkOptions) {
    this.#fd = withoutWaiting(fd)
    this.#options = { waitingBytesMax: 1024 * 1024, ...options }
    process.once('exit', () => this.#flushLast())
  }

  /** Takes a whole line, with its end. */
  write(line: string): void {
    if (this.#isGone) return
    // Characters, not bytes: only the order of magnitude matters.
    if (this.#waitingBytes + line.length > this.#options.waitingBytesMax) {
      this.#dropped++
      this.#options.onDropped?.()
      return
    }
    if (this.#dropped > 0) this.#reportDropped()
    this.#add(line)
    this.#schedule()
  }

  #add(line: string): void {
    this.#waiting.push(line)
    this.#waitingBytes += line.length
  }

  #reportDropped(): void {
    this.#add(this.#options.droppedLine(this.#dropped))
    this.#dropped = 0
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#flushNow() || this.#isGone || this.#isScheduled) return
    this.#isScheduled = true
    setTimeout(() => {
      this.#isScheduled = false
      this.#flush()
    }, retryMs).unref()
  }

  /** Whether everything is out. */
  #flushNow(): boolean {
    while (this.#nextPiece()) {
      try {
        this.#piece = this.#piece.subarray(writeSync(this.#fd, this.#piece))
      } catch (error) {
        if (gone.has((error as NodeJS.ErrnoException).code)) this.#giveUp()
        return false
      }
    }
    return true
  }

  /** False when there is nothing to write. */
  #nextPiece(): boolean {
    if (this.#piece.length > 0) return true
    if (this.#waiting.length === 0) {
      if (this.#dropped === 0) return false
      this.#reportDropped()
    }
    let [count, length] = [0, 0]
    while (count < this.#waiting.length && length < pieceLength) length += this.#waiting[count++]?.length ?? 0
    this.#piece = Buffer.from(this.#waiting.splice(0, count).join(''))
    this.#waitingBytes -= length
    return true
  }

  #giveUp(): void {
    this.#isGone = true
    this.#waiting = []
    this.#waitingBytes = 0
    this.#piece = Buffer.alloc(0)
  }

  /** When the process ends: gives a busy reader a moment to take the rest. */
  #flushLast(): void {
    const pause = new Int32Array(new SharedArrayBuffer(4))
    for (let tries = 0; tries < lastTriesMax && !this.#flushNow() && !this.#isGone; tries++)
      Atomics.wait(pause, 0, 0, lastTryMs)
  }
}

/** A descriptor like `fd` whose writes fail immediately instead of waiting. */
function withoutWaiting(fd: number): number {
  // Node makes pipes and sockets non-blocking when it makes its own stream of them. Other writers to that stream
  // do not notice that it is full or closed either.
  const stream = fd === 1 ? process.stdout : process.stderr
  stream.on('error', () => {})
  return isatty(fd) ? reopened(fd) : fd
}

/** A terminal stopped with Ctrl+S would block the gateway. Other processes share it, so it is opened again for us alone. */
function reopened(fd: number): number {
  try {
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    // The terminal belongs to another user.
    return fd
  }
}
