import { z } from 'zod';
import { type Conditions, counting, FILTERS, filters, starts } from './conditions.ts';
import { type EffectsOf, OPERATIONS, type Operation } from './operations.ts';

/** At which events something happens, and what. */
export type StepOf<O extends Operation> = Conditions & {
  readonly at: O;
  /** Shown instead of the step itself. */
  readonly name?: string | undefined;
  readonly do?: EffectsOf<O> | undefined;
  /** What it does the first time, the second time and so on, and then from the beginning. */
  readonly inTurn?: readonly EffectsOf<O>[] | undefined;
};
export type Step = { readonly [O in Operation]: StepOf<O> }[Operation];

const WITHOUT_NTH = ['from', 'to', 'every'] as const;

const schemaOf = (at: Operation) => {
  const { filters: admitted, per } = OPERATIONS[at];
  const effects: z.ZodObject = OPERATIONS[at].effects;
  const does = effects.refine((given) => Object.keys(given).length > 0, {
    error: 'expected at least one effect',
    when: ({ issues }) => issues.length === 0,
  });
  return z
    .strictObject({
      at: z.literal(at),
      name: z.string().min(1).max(200).optional(),
      ...counting,
      ...Object.fromEntries(
        FILTERS.filter((name) => (admitted as readonly string[]).includes(name)).map((name) => [
          name,
          filters[name],
        ]),
      ),
      ...((admitted as readonly string[]).includes('call') && starts),
      ...(per.length > 0 && { per: z.enum(per).optional() }),
      do: does.optional(),
      inTurn: z.array(does).min(1).max(100).optional(),
    })
    .superRefine((step, { addIssue }) => {
      const refuse = (key: string, message: string): void =>
        addIssue({ code: 'custom', path: [key], message });
      if ((step.do === undefined) === (step.inTurn === undefined))
        refuse('do', 'expected either do or inTurn');
      const other = WITHOUT_NTH.find((key) => step[key] !== undefined);
      if (step.nth !== undefined && other) refuse(other, `expected nth alone, or from, to and every`);
      if ((step.startedUntilHours ?? Infinity) <= (step.startedFromHours ?? 0))
        refuse('startedUntilHours', `expected more than ${step.startedFromHours ?? 0}`);
      const from = step.from ?? step.every;
      if (from !== undefined && step.to !== undefined && step.to < from)
        refuse('to', `expected at least ${from}, as ${step.from === undefined ? 'every' : 'from'}`);
    });
};

/** For each operation. */
export const STEP_SCHEMAS = new Map(
  Object.keys(OPERATIONS).map((at) => [at, schemaOf(at as Operation)] as const),
);
const [first, ...others] = STEP_SCHEMAS.values();

/** The type is written by hand, because the schemas are made from a table. */
const Step = z.discriminatedUnion('at', [first!, ...others]) as unknown as z.ZodType<Step>;

export const Script = z.strictObject({
  /** What happens, in one sentence. */
  story: z.string().min(1).max(500),
  steps: z.array(Step).max(1_000),
});
export type Script = z.infer<typeof Script>;
