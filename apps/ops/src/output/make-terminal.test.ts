import { makeTerminal } from './make-terminal.ts';

const record = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, output: { isTTY, write: (text: string) => written.push(text) > 0 } };
};

describe('makeTerminal', () => {
  it('replaces the line of progress, and removes it before an answer', () => {
    const [stdout, stderr] = [record(true), record(true)];
    const terminal = makeTerminal(stdout.output as never, stderr.output as never);
    terminal.progress?.('1 of 2');
    terminal.progress?.('2 of 2');
    terminal.say('done');
    terminal.say('really');
    expect(stderr.written).toEqual(['\r\u001B[2K1 of 2', '\r\u001B[2K2 of 2', '\r\u001B[2K']);
    expect(stdout.written).toEqual(['done\n', 'really\n']);
  });

  it('shows no progress if stderr is a file', () => {
    const { output } = record(false);
    expect(makeTerminal(output as never, output as never).progress).toBeUndefined();
  });
});
