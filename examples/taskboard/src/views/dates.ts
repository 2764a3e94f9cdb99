const DAY_MS = 86_400_000;
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** How a due day reads on a card; `today` and `dueOn` are days such as `2026-11-22`. */
export function dueLabel(dueOn: string, today: string): { text: string; tone: 'late' | 'soon' | 'later' } {
  const days = Math.round((Date.parse(dueOn) - Date.parse(today)) / DAY_MS);
  const text =
    days === 0
      ? 'Today'
      : days === 1
        ? 'Tomorrow'
        : days === -1
          ? 'Yesterday'
          : dayFormat.format(Date.parse(dueOn));
  return { text, tone: days < 0 ? 'late' : days <= 2 ? 'soon' : 'later' };
}

/** A time of a token (seconds since the epoch) as a person reads it. */
export function readableTime(seconds: number): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  });
  return `${format.format(seconds * 1000)} UTC`;
}
