/** A time to the minute: `2026-01-15 10:30Z`. */
export const shortTime = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}Z`;
