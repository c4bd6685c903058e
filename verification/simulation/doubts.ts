/** How writes are told to the books: each at the moment when it is clear whether it was committed. */

type Told<T> = Readonly<{ onResult: (result: T) => void; onDoubt: (error: unknown) => Promise<void> }>

export interface Telling {
  told<T>(write: Promise<T>, told: Told<T>): Promise<T>
}

/**
 * Several writes may be committed at once. They are told in their order, so nothing may come between a write's promise
 * and its being told; those in doubt are found out in their order, too.
 */
export class Doubts implements Telling {
  #last: Promise<void> = Promise.resolve()

  told<T>(write: Promise<T>, { onResult, onDoubt }: Told<T>): Promise<T> {
    return write.then(
      (result) => {
        onResult(result)
        return result
      },
      async (error) => {
        this.#last = this.#last.then(() => onDoubt(error))
        await this.#last
        throw error
      },
    )
  }
}

/** For writes whose promises may resolve in another order than they were committed in, which is that of their calls. */
export class OrderedDoubts implements Telling {
  #last: Promise<unknown> = Promise.resolve()

  told<T>(write: Promise<T>, { onResult, onDoubt }: Told<T>): Promise<T> {
    // It may be rejected before its turn has come.
    write.catch(() => {})
    const told = this.#last
      .then(() => write)
      .then(
        (result) => {
          onResult(result)
          return result
        },
        async (error) => {
          await onDoubt(error)
          throw error
        },
      )
    this.#last = told.catch(() => {})
    return told
  }
}
