import { z } from 'zod';
import { describeVariables } from './describe-variables.ts';
import { booleanFromEnv, integerFromEnv, jsonFromEnv } from './env-variables.ts';

const expectedOf = (field: z.ZodType): string => describeVariables(z.object({ X: field }))[0]!.expected;

describe('describeVariables', () => {
  it('lists name, default, expectation and description in the order of the schema', () => {
    expect(
      describeVariables(
        z.object({
          B: booleanFromEnv.default(true).describe('a switch'),
          A: z.string().min(1),
          C: jsonFromEnv(z.array(z.string())).default(['x']),
          D: z.url().optional(),
        }),
      ),
    ).toEqual([
      { name: 'B', required: false, default: true, expected: 'one of true, false', description: 'a switch' },
      { name: 'A', required: true, expected: 'text', description: '' },
      { name: 'C', required: false, default: ['x'], expected: 'JSON', description: '' },
      { name: 'D', required: false, expected: 'URL', description: '' },
    ]);
  });

  it.each([
    [integerFromEnv(1, 5), 'integer from 1 to 5'],
    [z.coerce.number().positive(), 'number above 0'],
    [z.coerce.number().min(0).lt(1), 'number of at least 0 and below 1'],
    [z.coerce.number().int(), 'integer'],
    [z.coerce.number().int().max(9), 'integer of at most 9'],
    [z.string().regex(/^a+$/), 'text that matches ^a+$'],
    [z.string().min(3).max(7), 'text, length from 3 to 7'],
    [z.union([z.literal('off'), integerFromEnv(1, 5)]), 'off or integer from 1 to 5'],
    [z.iso.datetime(), 'date-time'],
    [z.string().meta({ expected: 'host:port' }).describe('d').default('h:1'), 'host:port'],
  ])('words an expectation %#', (field, expected) => {
    expect(expectedOf(field)).toBe(expected);
  });
});
