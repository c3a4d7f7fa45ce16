import { ConfigurationError } from '@recordings/service';
import { parseScript } from './parse-script.ts';

const parse = (steps: string) => parseScript(`story: a test\nsteps:\n${steps}`, ['Sales', 'Support']);
const mistakesIn = (steps: string): string => {
  try {
    parse(steps);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
};

describe('parseScript', () => {
  it('reads steps with conditions and effects', () => {
    const steps = `
  - at: poll
    group: Sales
    nth: 3
    do: { answer: { status: 500 } }
  - at: download
    from: 2
    every: 2
    per: recording
    inTurn: [{ cut: half }, { shorten: 44 }]
`;
    expect(parse(steps)).toEqual({
      story: 'a test',
      steps: [
        { at: 'poll', group: 'Sales', nth: 3, do: { answer: { status: 500 } } },
        { at: 'download', from: 2, every: 2, per: 'recording', inTurn: [{ cut: 'half' }, { shorten: 44 }] },
      ],
    });
  });

  it.each([
    [
      'an operation that does not exist',
      '  - at: pol\n    do: { delayMs: 1 }',
      /^line 3: step 1, at: expected one of request, createJob, .*pushRecording; it is "pol"$/,
    ],
    [
      'a key of another operation, and names those that there are',
      '  - at: token\n    page: 2\n    do: { delayMs: 1 }',
      /^line 3: step 1: unknown key page: expected any of at, name, nth, from, to, every, afterSeconds, untilSeconds, do, inTurn$/,
    ],
    [
      'an effect of another operation, and names those that there are',
      '  - at: slot\n    do: { word: WAITING }',
      /^line 4: step 1, do: unknown key word: expected any of busyMs$/,
    ],
    [
      'an unknown key deep inside',
      '  - at: poll\n    do:\n      answer: { status: 500, reason: none }',
      /^line 5: step 1, do\.answer: unknown key reason: expected any of status, body, type, headers, retryAfterSeconds$/,
    ],
    [
      'a value beyond its range',
      '  - at: poll\n    do:\n      answer:\n        status: 99',
      /^line 6: step 1, do\.answer\.status: .*>=200; it is 99$/,
    ],
    [
      'a word that is not among the choices',
      '  - at: entry\n    do: { as: lost }',
      /^line 4: step 1, do\.as: .*"absent"\|"not-found"\|"error"\|"unreadable"; it is "lost"$/,
    ],
    [
      'a group that the registry does not have',
      '  - at: job\n    group: Nobody\n    do: { fails: why }',
      /^line 4: step 1, group: expected one of Sales, Support; it is "Nobody"$/,
    ],
    [
      'nth beside every',
      '  - at: poll\n    nth: 1\n    every: 2\n    do: { word: W }',
      /^line 5: step 1, every: expected nth alone, or from, to and every; it is 2$/,
    ],
    [
      'a range that ends before it begins',
      '  - at: poll\n    from: 3\n    to: 2\n    do: { word: W }',
      /^line 5: step 1, to: expected at least 3, as from; it is 2$/,
    ],
    [
      'a range that ends before the first event that counts',
      '  - at: poll\n    every: 4\n    to: 3\n    do: { word: W }',
      /^line 5: step 1, to: expected at least 4, as every; it is 3$/,
    ],
    [
      'hours of calls that end before they begin',
      '  - at: events\n    startedFromHours: 24\n    startedUntilHours: 24\n    do: { lose: all }',
      /^line 5: step 1, startedUntilHours: expected more than 24; it is 24$/,
    ],
    [
      'hours of calls at events about no call',
      '  - at: poll\n    startedFromHours: 24\n    do: { word: W }',
      /^line 3: step 1: unknown key startedFromHours: expected any of .*$/,
    ],
    [
      'a step without effects',
      '  - at: poll\n    nth: 1',
      /^line 3: step 1, do: expected either do or inTurn; it is missing$/,
    ],
    [
      'an empty effect',
      '  - at: poll\n    do: {}',
      /^line 4: step 1, do: expected at least one effect; it is \{\}$/,
    ],
    [
      'a job that is made in secret, without what hides it',
      '  - at: createJob\n    do: { takesEffect: true, delayMs: 1 }',
      /^line 4: step 1, do\.takesEffect: expected answer or drop beside it; it is true$/,
    ],
    [
      'a number beyond 2^53 without quotes',
      '  - at: job\n    do: { numbersFrom: 9007199254740993 }',
      /^line 4: step 1, do\.numbersFrom: .*expected string.*; it is 9007199254740992$/,
    ],
    [
      'a key that is given twice',
      '  - at: poll\n    nth: 1\n    nth: 2\n    do: { word: W }',
      /unique.*line 5/s,
    ],
  ])('refuses %s', (_, steps, message) => {
    expect(mistakesIn(steps)).toMatch(message);
  });

  it('reads null rows, which YAML takes for no value', () => {
    expect(parse('  - at: listing\n    do: { rows: null }').steps).toEqual([
      { at: 'listing', do: { rows: 'null' } },
    ]);
  });

  it('names every mistake at once', () => {
    const steps = '  - at: poll\n    nth: 0\n    do: { word: 1 }\n  - at: nowhere\n    do: { delayMs: 1 }';
    expect(
      mistakesIn(steps)
        .split('\n')
        .map((line) => line.replace(/ (Inv|Too|exp).*/, '')),
    ).toEqual(['line 4: step 1, nth:', 'line 5: step 1, do.word:', 'line 6: step 2, at:']);
  });

  it('refuses a file without a story', () => {
    expect(() => parseScript('steps: []', [])).toThrow(/^line 1: story: .*it is missing$/);
    expect(() => parseScript('', [])).toThrow(/it is null/);
  });
});
