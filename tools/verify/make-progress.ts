import { stripVTControlCharacters } from 'node:util';

export type StepProgress = {
  /** The step printed something: a terminal shows its last line, a log file only what tells how far it is. */
  output(text: string): void;
  end(passed: boolean, durationMs: number): void;
};

export type Progress = {
  /** A step begins. Others may run at the same time. */
  begin(name: string): StepProgress;
};

type Terminal = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

/** Nx prints this before the output of a task that has ended. */
const ENDED_TASK = /^> nx run (\S+)/;
const ERASE_LINE = '\r\x1b[2K';

/** On a terminal one line, rewritten while steps run, and one for each step that has ended; elsewhere a line at its start and one at its end. */
export const makeProgress = (terminal: Terminal): Progress => {
  const rewrite = (text: string): void => {
    const line = text.slice(0, (terminal.columns ?? 80) - 1); // A line that wraps cannot be erased.
    if (terminal.isTTY) terminal.write(`${ERASE_LINE}${line}`);
  };
  return {
    begin: (name) => {
      let unfinishedLine = '';
      const logEndedTasks = (text: string): void => {
        const lines = (unfinishedLine + text).split('\n');
        unfinishedLine = lines.pop()!;
        for (const line of lines) {
          const task = ENDED_TASK.exec(line)?.[1];
          if (task !== undefined) terminal.write(`  ${task}\n`);
        }
      };
      if (terminal.isTTY) rewrite(`… ${name}`);
      else terminal.write(`… ${name}\n`);
      return {
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
    },
  };
};
