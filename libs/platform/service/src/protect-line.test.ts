import { protectLine } from './protect-line.ts';

describe('a log line', () => {
  it('is hidden, and does not throw, if it is long and no JSON', () => {
    const line = protectLine(`{"token":"hunter2${'x'.repeat(200_000)}`);
    expect(line).not.toContain('hunter2');
    expect(JSON.parse(line)).toMatchObject({ level: 'error', event: 'log_line_hidden' });
  });

  it('is hidden if it is no JSON and names a hidden field', () => {
    expect(JSON.parse(protectLine('{"token":"hunter2'))).toMatchObject({ event: 'log_line_hidden' });
  });

  it('is written as it is if it has nothing to hide', () => {
    const line = '{"level":"info","event":"x","tokens":3}\n';
    expect(protectLine(line)).toBe(line);
  });
});
