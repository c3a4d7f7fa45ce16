import { makeProgress } from './make-progress.ts';

const report = (terminal: { isTTY?: boolean; columns?: number }): string => {
  let written = '';
  const progress = makeProgress({ ...terminal, write: (text) => (written += text) });
  const types = progress.begin('types');
  types.output('\x1b[31mfirst\x1b[0m\na line that is too long for it\n');
  types.output('\n');
  types.end(false, 1234);
  return written;
};

describe('makeProgress', () => {
  it('writes plain lines where there is no terminal', () => {
    expect(report({})).toBe('… types\n✗ types 1.2 s\n');
  });

  it('tells a log file of each task of Nx that has ended, in whatever pieces its output comes', () => {
    let written = '';
    const progress = makeProgress({ write: (text) => (written += text) });
    const projects = progress.begin('projects');
    for (const piece of ['\n> nx r', 'un a:lint\n\n> eslint\n> nx run b:test\nx> nx run c:test\n'])
      projects.output(piece);
    expect(written).toBe('… projects\n  a:lint\n  b:test\n');
  });

  it('keeps apart what two steps print that run at the same time', () => {
    let written = '';
    const progress = makeProgress({ write: (text) => (written += text) });
    const projects = progress.begin('projects');
    const types = progress.begin('types');
    projects.output('> nx run ');
    types.output('a type is wrong\n');
    projects.output('a:test\n');
    types.end(false, 1000);
    projects.end(true, 2000);
    expect(written).toBe('… projects\n… types\n  a:test\n✗ types 1.0 s\n✓ projects 2.0 s\n');
  });

  it('rewrites one line on a terminal, never past its width', () => {
    expect(report({ isTTY: true, columns: 21 }).split('\r\x1b[2K')).toEqual([
      '',
      '… types',
      '… types: a line that',
      '✗ types 1.2 s\n',
    ]);
  });
});
