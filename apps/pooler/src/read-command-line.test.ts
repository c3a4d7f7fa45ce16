import { chooseLogStream, readCommandLine } from './read-command-line.ts';

describe('the command line', () => {
  it('adds nothing to the environment without options', () => {
    expect(readCommandLine([], { RUN_ONCE: 'false' })).toEqual({ variables: { RUN_ONCE: 'false' } });
  });

  it('runs once with --once, whatever the environment says', () => {
    expect(readCommandLine(['--once'], { RUN_ONCE: 'false', LOG_LEVEL: 'warn' })).toEqual({
      variables: { RUN_ONCE: 'true', LOG_LEVEL: 'warn' },
    });
  });

  it('plans once with --dry-run, and prints the plan as tables or as JSON', () => {
    const variables = { RUN_ONCE: 'true', ENABLE_DRY_RUN: 'true' };
    expect(readCommandLine(['--dry-run'], {})).toEqual({ variables, planFormat: 'tables' });
    expect(readCommandLine(['--once', '--dry-run', '--json'], {})).toEqual({ variables, planFormat: 'json' });
    expect(() => readCommandLine(['--once', '--json'], {})).toThrow(/--json is an option of --dry-run/);
  });

  it('sends the log of a dry run to the standard error', () => {
    expect(chooseLogStream(['--dry-run'])).toBe(process.stderr);
    expect(chooseLogStream(['--once'])).toBeUndefined();
  });

  it.each(['--twice', '--once=3', 'once'])('refuses %s and prints its usage', (argument) => {
    expect(() => readCommandLine([argument], {})).toThrow(/usage: .*--once/);
  });
});
