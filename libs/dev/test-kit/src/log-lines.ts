export type LogLine = Record<string, unknown>;

export const withEvent = (lines: readonly LogLine[], event: string): LogLine[] =>
  lines.filter((line) => line['event'] === event);

/** A destination for a logger: `makeLogger(about, sink)`. */
export const makeLogSink = () => {
  const lines: string[] = [];
  return {
    /** All lines as text. */
    lines: lines as readonly string[],
    write: (line: string): void => void lines.push(line),
    /** Log lines so far with this event. */
    logged: (event: string): LogLine[] =>
      withEvent(
        lines.map((line) => JSON.parse(line) as LogLine),
        event,
      ),
  };
};
