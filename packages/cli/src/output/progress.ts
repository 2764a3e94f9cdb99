const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** A line on stderr that says what is being waited for. */
export interface Progress {
  say(text: string): void;
  stop(): void;
}

/** A spinner that appears after a second, on a terminal only. `stop` leaves no trace of it. */
export function startProgress(first: string): Progress {
  if (!process.stderr.isTTY) return { say: () => {}, stop: () => {} };
  const startedAt = Date.now();
  let text = first;
  let frame = 0;
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    if (seconds < 1) return;
    process.stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${text} (${seconds} s)`);
  }, 100);
  timer.unref();
  return {
    say(next) {
      text = next;
    },
    stop() {
      clearInterval(timer);
      process.stderr.write('\r\x1b[2K');
    },
  };
}

/** Shows `text` while the work takes longer than a second. */
export async function withProgress<T>(text: string, work: Promise<T>): Promise<T> {
  const progress = startProgress(text);
  try {
    return await work;
  } finally {
    progress.stop();
  }
}
