import { stripVTControlCharacters } from 'node:util';

export type Progress = {
  /** A step begins. */
  begin(name: string): void;
  /** The step printed something: a terminal shows its last line, a log file does not. */
  output(text: string): void;
  end(passed: boolean, durationMs: number): void;
};

type Terminal = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const ERASE_LINE = '\r\x1b[2K';

/** On a terminal one line a step, rewritten while it runs; elsewhere a line at its start and one at its end. */
export const makeProgress = (terminal: Terminal): Progress => {
  let name = '';
  const rewrite = (text: string): void => {
    const line = text.slice(0, (terminal.columns ?? 80) - 1); // A line that wraps cannot be erased.
    if (terminal.isTTY) terminal.write(`${ERASE_LINE}${line}`);
  };
  return {
    begin: (step) => {
      name = step;
      if (terminal.isTTY) rewrite(`… ${name}`);
      else terminal.write(`… ${name}\n`);
    },
    output: (text) => {
      const last = stripVTControlCharacters(text).trim().split('\n').at(-1);
      if (last) rewrite(`… ${name}: ${last}`);
    },
    end: (passed, durationMs) => {
      rewrite('');
      terminal.write(`${passed ? '✓' : '✗'} ${name} ${(durationMs / 1000).toFixed(1)} s\n`);
    },
  };
};
