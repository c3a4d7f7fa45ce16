import { callIntrinsic } from '../../src/step-functions/asl/call-intrinsic.ts';
import { type MachineFixture, only, startMachineFixture } from './machine-fixture.ts';

const DATA: Readonly<Record<string, unknown>> = {
  '$.text': 'he said "a\\b"',
  '$.n': 3,
  '$.list': [1, 'two', { three: 3 }],
  '$.none': [],
  "$['a,b)']": 'odd',
};
const call = (expression: string): unknown => callIntrinsic(expression, (path) => DATA[path]);

describe('callIntrinsic', () => {
  it.each<[string, unknown]>([
    ["States.Format('{} of {}', $.n, 'x')", '3 of x'],
    ["States.Format('\\{{}\\} it\\'s, (ok)', true)", "{true} it's, (ok)"],
    ["States.Format('{}', $.text)", 'he said "a\\b"'],
    ["States.Format('<{}>', States.JsonToString($.list))", '<[1,"two",{"three":3}]>'],
    ['States.JsonToString($.text)', JSON.stringify('he said "a\\b"')],
    ['States.StringToJson(States.JsonToString($.text))', 'he said "a\\b"'],
    ['States.MathAdd($.n, -5)', -2],
    ['States.ArrayLength($.list)', 3],
    ['States.ArrayLength(States.Array())', 0],
    ['States.ArrayGetItem($.list, 1)', 'two'],
    ['States.ArrayContains($.list, States.StringToJson(\'{"three":3}\'))', true],
    ["States.Array( 'a' , $.n , null , $['a,b)'] )", ['a', 3, null, 'odd']],
    ['States.ArrayPartition($.list, 2)', [[1, 'two'], [{ three: 3 }]]],
    ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
    ['States.ArrayUnique(States.Array(1, 2, 1))', [1, 2]],
    ["States.StringSplit('a.b-c', '.-')", ['a', 'b', 'c']],
    [
      'States.JsonMerge(States.StringToJson(\'{"a":1}\'), States.StringToJson(\'{"b":2}\'), false)',
      { a: 1, b: 2 },
    ],
    ["States.Base64Decode(States.Base64Encode('hé'))", 'hé'],
    ["States.Hash('abc', 'SHA-1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ])('evaluates %s', (expression, expected) => {
    expect(call(expression)).toEqual(expected);
  });

  it.each([
    ["States.Format('{}')"],
    ["States.Format('{}', 1, 2)"],
    ["States.Format('{}', $.list)"],
    ["States.MathAdd('1', 2)"],
    ['States.Unknown(1)'],
    ['States.ArrayGetItem($.none, 0)'],
    ["States.StringToJson('{')"],
    ['States.Array(1'],
    ['States.Array(1) more'],
    ['States.Array(1 2)'],
    ['plain text'],
  ])('refuses %s', (expression) => {
    expect(() => call(expression)).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
  });
});

describe('intrinsic functions of an execution', () => {
  let aws: MachineFixture;
  beforeAll(async () => {
    aws = await startMachineFixture();
  });
  afterAll(() => aws.stop());

  it('keep quotes and backslashes in strings', async () => {
    const error = { Error: 'Broken', Cause: '{"why":"a \\"quoted\\" \\\\ path"}' };
    const Parameters = {
      'json.$': 'States.JsonToString($.error)',
      'line.$': "States.Format('{}: {}', $.error.Error, $.error.Cause)",
      'execution.$': "States.Format('{}/{}', $$.Execution.Name, $$.Execution.StartTime)",
    };
    const { result, name, startDate } = await aws.run(only({ Type: 'Pass', Parameters, End: true }), {
      error,
    });
    expect(result).toEqual({
      json: JSON.stringify(error),
      line: `Broken: ${error.Cause}`,
      execution: `${name}/${startDate!.toISOString()}`,
    });
  });
});
