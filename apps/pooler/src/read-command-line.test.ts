import { readCommandLine } from './read-command-line.ts';

describe('the command line', () => {
  it('adds nothing to the environment without options', () => {
    expect(readCommandLine([], { RUN_ONCE: 'false' })).toEqual({ RUN_ONCE: 'false' });
  });

  it('runs once with --once, and only plans with --dry-run, whatever the environment says', () => {
    expect(readCommandLine(['--once', '--dry-run'], { RUN_ONCE: 'false', LOG_LEVEL: 'warn' })).toEqual({
      RUN_ONCE: 'true',
      ENABLE_DRY_RUN: 'true',
      LOG_LEVEL: 'warn',
    });
  });

  it.each(['--twice', '--once=3', 'once'])('refuses %s and prints its usage', (argument) => {
    expect(() => readCommandLine([argument], {})).toThrow(/usage: .*--once/);
  });
});
