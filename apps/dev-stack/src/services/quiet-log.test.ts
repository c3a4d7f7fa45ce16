import { makeQuietLog } from './quiet-log.ts';

const lineOf = (level: string): string => `{"level":"${level}","time":"2026-11-27T00:00:00.000Z"}`;

const keptAt = (asked: string | undefined): string[] =>
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].filter((level) =>
    makeQuietLog(asked).keeps(lineOf(level)),
  );

describe('makeQuietLog', () => {
  it.each([
    ['warn', ['warn', 'error', 'fatal']],
    ['error', ['error', 'fatal']],
    ['fatal', ['fatal']],
    ['silent', []],
  ])('at %s lets the service log at info, and keeps the lines %j', (asked, kept) => {
    expect(makeQuietLog(asked).level).toBe('info');
    expect(keptAt(asked)).toEqual(kept);
  });

  it.each([undefined, 'trace', 'debug', 'info', 'loud'])('leaves %s as it is', (asked) => {
    expect(makeQuietLog(asked).level).toBe(asked);
    expect(keptAt(asked)).toHaveLength(6);
  });

  it('keeps a line that is no line of the log', () => {
    expect(makeQuietLog('silent').keeps('Segmentation fault')).toBe(true);
  });
});
