import { stripVTControlCharacters } from 'node:util';

export type Progress = {
  /** A step begins. */
  begin(name: string): void;
  /** The step printed something: a terminal shows its last line, a log file only what tells how far it is. */
  output(text: string): void;
  end(passed: boolean, durationMs: number): void;
};

type Terminal = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

/** Nx prints this before the output of a task that has ended. */
const ENDED_TASK = /^> nx run (\S+)/;
const ERASE_LINE = '\r\x1b[2K';

/** On a terminal one line a step, rewritten while it runs; elsewhere a line at its start and one at its end. */
export const makeProgress = (terminal: Terminal): Progress => {
  let name = '';
  let unfinishedLine = '';
  const rewrite = (text: string): void => {
    const line = text.slice(0, (terminal.columns ?? 80) - 1); // A line that wraps cannot be erased.
    if (terminal.isTTY) terminal.write(`${ERASE_LINE}${line}`);
  };
  const logEndedTasks = (text: string): void => {
    const lines = (unfinishedLine + text).split('\n');
    unfinishedLine = lines.pop()!;
    for (const line of lines) {
      const task = ENDED_TASK.exec(line)?.[1];
      if (task !== undefined) terminal.write(`  ${task}\n`);
    }
  };
  return {
    begin: (step) => {
      name = step;
      if (terminal.isTTY) rewrite(`… ${name}`);
      else terminal.write(`… ${name}\n`);
    },
    output: (text) => {
      const plain = stripVTControlCharacters(text);
      if (!terminal.isTTY) return logEndedTasks(plain);
      const last = plain.trim().split('\n').at(-1);
      if (last) rewrite(`… ${name}: ${last}`);
    },
    end: (passed, durationMs) => {
      rewrite('');
      terminal.write(`${passed ? '✓' : '✗'} ${name} ${(durationMs / 1000).toFixed(1)} s\n`);
    },
  };
};
