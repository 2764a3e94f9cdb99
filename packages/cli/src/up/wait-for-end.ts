/** `npm start` passes a Ctrl-C on to a process that has got it from the terminal already: that is one signal, not two. */
const ECHO_MS = 500;
const CLOSE_WITHIN_MS = 10_000;

/**
 * Resolves after SIGINT or SIGTERM, when `close` is done. A second signal ends the process at once, and so does a close
 * that takes longer than ten seconds.
 */
export async function waitForEnd(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    let endingSince: number | undefined;
    const end = () => {
      if (endingSince !== undefined && Date.now() - endingSince > ECHO_MS) process.exit(130);
      endingSince ??= Date.now();
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
  await close();
}
