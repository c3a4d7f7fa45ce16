import type { Terminal } from './terminal.ts';

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

const ERASE_LINE = '\r\u001B[2K';

/** Progress is one line of stderr that is written again and again. It is there only if stderr is a terminal. */
export const makeTerminal = (stdout: Output, stderr: Output): Terminal => {
  let isLineOpen = false;
  const close = (): void => {
    if (isLineOpen) stderr.write(ERASE_LINE);
    isLineOpen = false;
  };
  return {
    say: (text) => {
      close();
      stdout.write(`${text}\n`);
    },
    complain: (text) => {
      close();
      stderr.write(`${text}\n`);
    },
    ...(stderr.isTTY && {
      progress: (text: string) => {
        stderr.write(`${ERASE_LINE}${text}`);
        isLineOpen = true;
      },
    }),
  };
};
