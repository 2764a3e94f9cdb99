/** A seed cannot be used; the message says where it is wrong and what was expected. */
export class UnusableSeed extends Error {}

/** Adds to a failure where in the seed it happened. */
export async function at<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnusableSeed) throw error;
    throw new UnusableSeed(`${place}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
