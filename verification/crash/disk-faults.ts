/**
 * A disk that is full, and files that cannot be written: the gateway says 503 and does nothing, keeps what it has
 * acknowledged, and goes on by itself when there is room again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseFile, freePort, GatewayProcess, sandboxDatabaseFile } from '../gateway-process.ts'
import { Merchant, paymentOf, type Request, WrongAnswer } from './merchant.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

export type DiskResult = Readonly<{ acknowledged: number; refused: number; problems: readonly string[] }>

const diskMegabytes = 16
const refusalLimitMs = 3_000
const sessionsBefore = 50
const refusalsWanted = 20
const triesMax = 5_000

/** Null where the machine permits no file system of our own. */
export async function runDiskFaults(): Promise<DiskResult | null> {
  const disk = mountSmallDisk(diskMegabytes)
  if (disk === null) return null
  const outputFolder = mkdtempSync(join(tmpdir(), 'flowlix-output-'))
  try {
    return await new DiskFaults(disk, outputFolder, await freePort()).run()
  } finally {
    disk.remove()
    rmSync(outputFolder, { recursive: true })
  }
}

class DiskFaults {
  readonly #disk: SmallDisk
  readonly #outputFolder: string
  readonly #port: number
  readonly #merchant: Merchant
  readonly #problems: string[] = []
  readonly #never = new AbortController().signal
  #refused = 0

  constructor(disk: SmallDisk, outputFolder: string, port: number) {
    this.#disk = disk
    this.#outputFolder = outputFolder
    this.#port = port
    this.#merchant = new Merchant(`http://127.0.0.1:${port}`)
  }

  async run(): Promise<DiskResult> {
    const gateway = await this.#start(this.#disk.folder)
    try {
      for (let i = 0; i < sessionsBefore; i++) await this.#create(`before-${i}`)
      await this.#whileFull()
      this.#disk.empty()
      for (const request of this.#merchant.requests) await this.#mustSucceed(request)
      for (let i = 0; i < sessionsBefore; i++)
        await this.#mustSucceed(this.#merchant.newSession(`after-${i}`, 500))
    } finally {
      await gateway.stop()
    }
    await this.#whileReadOnly()
    await this.#again()
    return {
      acknowledged: this.#merchant.acknowledged.length,
      refused: this.#refused,
      problems: this.#problems,
    }
  }

  async #whileFull(): Promise<void> {
    this.#disk.fill(0)
    for (let i = 0; i < triesMax && this.#refused < refusalsWanted; i++) await this.#create(`full-${i}`)
    if (this.#refused < refusalsWanted) this.#problems.push('the full disk was never noticed')
    for (const request of this.#merchant.acknowledged.slice(0, sessionsBefore)) await this.#mustRead(request)
  }

  /** Either it does not start, or it serves and refuses; it must not take anything. */
  async #whileReadOnly(): Promise<void> {
    const gateway = this.#spawn(this.#disk.readOnlyView())
    const request = this.#merchant.newSession('read-only', 500)
    try {
      const hasStarted = await gateway.ready(5_000).then(
        () => true,
        () => false,
      )
      if (!hasStarted) return
      await this.#expectRefusal(request)
      if (request.answer !== null) this.#problems.push('a session was acknowledged on a read-only disk')
    } finally {
      await gateway.kill()
    }
  }

  /** Writable again: everything acknowledged is there. */
  async #again(): Promise<void> {
    const gateway = await this.#start(this.#disk.folder)
    try {
      for (const request of this.#merchant.requests) await this.#mustSucceed(request)
    } finally {
      await gateway.stop()
    }
  }

  async #create(key: string): Promise<void> {
    await this.#expectRefusal(this.#merchant.newSession(key, 500))
  }

  /** 201, or 503 in time; anything else is a problem. */
  async #expectRefusal(request: Request): Promise<void> {
    const startedAtMs = performance.now()
    try {
      await this.#merchant.send(request, this.#never)
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error
      this.#refused += 1
      if (!error.message.includes(': 503 ')) this.#problems.push(error.message)
      const tookMs = performance.now() - startedAtMs
      if (tookMs > refusalLimitMs)
        this.#problems.push(`${request.key} was refused after ${tookMs.toFixed(0)} ms`)
    }
  }

  async #mustSucceed(request: Request): Promise<void> {
    await this.#noting(() => this.#merchant.send(request, this.#never))
  }

  async #mustRead(request: Request): Promise<void> {
    await this.#noting(() => this.#merchant.read(paymentOf(request).id, this.#never))
  }

  async #noting(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error
      this.#problems.push(error.message)
    }
  }

  async #start(folder: string): Promise<GatewayProcess> {
    const gateway = this.#spawn(folder)
    await gateway.ready()
    // Its first round of work is behind it.
    await sleep(100)
    return gateway
  }

  /** The output goes elsewhere: a log that cannot be written is another fault. */
  #spawn(folder: string): GatewayProcess {
    const environment = {
      DATABASE_URL: `sqlite:${databaseFile(folder)}`,
      SANDBOX_DATABASE: `sqlite:${sandboxDatabaseFile(folder)}`,
    }
    return new GatewayProcess({ folder: this.#outputFolder, port: this.#port, environment })
  }
}
