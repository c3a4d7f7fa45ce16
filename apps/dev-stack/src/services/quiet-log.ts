/** From the lowest to the highest. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
/** Of the line that says where a service listens. */
const LISTENING_LEVEL = 'info';

export type QuietLog = {
  /** The LOG_LEVEL at which the service must log, so that it says where it listens. */
  readonly level: string | undefined;
  /** Whether this line of its stdout is of the level that was asked for. A line without a level always is. */
  readonly keeps: (line: string) => boolean;
};

/** @param asked the LOG_LEVEL that a person set; the service itself refuses an unknown one. */
export const makeQuietLog = (asked: string | undefined): QuietLog => {
  const lowest = LEVELS.indexOf(asked ?? LISTENING_LEVEL);
  if (lowest <= LEVELS.indexOf(LISTENING_LEVEL)) return { level: asked, keeps: () => true };
  const kept = LEVELS.slice(lowest);
  return {
    level: LISTENING_LEVEL,
    keeps: (line) => {
      const [, level] = /^\{"level":"(\w+)"/.exec(line) ?? [];
      return level === undefined || kept.includes(level);
    },
  };
};
