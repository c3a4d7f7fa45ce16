import { type Json, type MachineFixture, only, startMachineFixture } from './machine-fixture.ts';

describe('states', () => {
  let aws: MachineFixture;
  beforeAll(async () => {
    aws = await startMachineFixture();
  });
  afterAll(() => aws.stop());

  const resultOf = async (state: Json, input: unknown = {}) =>
    (await aws.run(only({ ...state, End: true }), input)).result;

  it.each<[string, Json, unknown, unknown]>([
    ['a result of false', { Result: false }, {}, false],
    ['a whole input', {}, { a: [1] }, { a: [1] }],
    ['an input of null', {}, null, null],
    ['InputPath', { InputPath: '$.a' }, { a: 1 }, 1],
    ['ResultPath into a new place', { Result: 1, ResultPath: '$.b.c' }, { a: 1 }, { a: 1, b: { c: 1 } }],
    ['ResultPath $', { Result: 1, ResultPath: '$' }, { a: 1 }, 1],
    ['ResultPath null', { Result: 1, ResultPath: null }, { a: 1 }, { a: 1 }],
    ['OutputPath', { OutputPath: '$.a[1]' }, { a: [1, 2] }, 2],
    ['InputPath of the context', { InputPath: '$$.Execution.Input.a' }, { a: 7 }, 7],
    [
      'Parameters',
      { Parameters: { 'x.$': '$.a', y: [{ 'z.$': '$' }] } },
      { a: 1 },
      { x: 1, y: [{ z: { a: 1 } }] },
    ],
    ['a path to several', { Parameters: { 'x.$': '$.a[*].b' } }, { a: [{ b: 1 }] }, { x: [1] }],
    ['a path to several of none', { Parameters: { 'x.$': '$.a[*].b' } }, { a: [] }, { x: [] }],
  ])('works out %s', async (_, state, input, expected) => {
    expect(await resultOf({ Type: 'Pass', ...state }, input)).toEqual(expected);
  });

  it('fails by a path that names no value, and catches it nowhere', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const pass = { Type: 'Pass', Parameters: { 'x.$': '$.missing' }, End: true };
    const ended = await aws.run({
      StartAt: 'Both',
      States: {
        Both: { Type: 'Parallel', Branches: [only(pass)], Catch, End: true },
        Caught: { Type: 'Succeed' },
      },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ended.cause).toContain('$.missing');
  });

  it('fails by a Fail state with paths', async () => {
    const state = { Type: 'Fail', ErrorPath: '$.name', CausePath: "States.Format('{}!', $.why)" };
    expect(await aws.run(only(state), { name: 'Wanted', why: 'test' })).toMatchObject({
      status: 'FAILED',
      error: 'Wanted',
      cause: 'test!',
    });
  });

  it('chooses by a field of the context', async () => {
    const Choices = [{ Variable: '$$.State.Name', StringEqualsPath: '$', Next: 'Same' }];
    const States = { A: { Type: 'Choice', Choices }, Same: { Type: 'Fail', Error: 'Same' } };
    expect(await aws.run({ StartAt: 'A', States }, 'A')).toMatchObject({ error: 'Same' });
  });

  it('loops by Wait, Pass and Choice', async () => {
    const machine = {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Count' },
        Count: {
          Type: 'Pass',
          Parameters: { 'seconds.$': '$.seconds', 'polls.$': 'States.MathAdd($.polls, 1)' },
          Next: 'Enough',
        },
        Enough: {
          Type: 'Choice',
          Choices: [
            {
              And: [
                { Variable: '$.polls', NumericLessThan: 30 },
                { Variable: '$$.Execution.Name', IsString: true },
              ],
              Next: 'Wait',
            },
          ],
          Default: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    };
    expect((await aws.run(machine, { seconds: 0, polls: 0 })).result).toEqual({ seconds: 0, polls: 30 });
  });

  it('waits in real time', async () => {
    const wait = only({ Type: 'Wait', SecondsPath: '$', End: true });
    const { status, startDate, stopDate } = await aws.run(wait, 1);
    expect(status).toBe('SUCCEEDED');
    expect(stopDate!.getTime() - startDate!.getTime()).toBeGreaterThanOrEqual(990);
  });

  it('fails when no choice matches', async () => {
    const Choices = [{ Variable: '$.a', StringEquals: 'b', Next: 'Done' }];
    const ended = await aws.run(
      { StartAt: 'A', States: { A: { Type: 'Choice', Choices }, Done: { Type: 'Succeed' } } },
      { a: 'c' },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('fails when the data of a state are too large', async () => {
    const doubled = { 'a.$': "States.Format('{}{}', $.a, $.a)" };
    const ended = await aws.run(only({ Type: 'Pass', Parameters: doubled, End: true }), {
      a: 'x'.repeat(140_000),
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
