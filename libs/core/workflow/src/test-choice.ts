import { stateOf, valueAt } from './test-machine.ts';

type Rule = {
  readonly And?: readonly Rule[];
  readonly Or?: readonly Rule[];
  readonly Variable?: string;
  readonly StringEquals?: string;
  readonly NumericLessThanPath?: string;
  readonly NumericGreaterThanEqualsPath?: string;
};

/** Where a choice of our definition leads to with this data. It knows the comparisons that the definition has. */
export const choose = (name: string, data: object): string => {
  const { Choices, Default } = stateOf(name) as unknown as {
    readonly Choices: readonly (Rule & { readonly Next: string })[];
    readonly Default: string;
  };
  return Choices.find((rule) => isMet(rule, data))?.Next ?? Default;
};

const isMet = (rule: Rule, data: object): boolean => {
  if (rule.And) return rule.And.every((one) => isMet(one, data));
  if (rule.Or) return rule.Or.some((one) => isMet(one, data));
  const value = valueAt(rule.Variable!, data, {});
  if (rule.StringEquals !== undefined) return value === rule.StringEquals;
  const limit = rule.NumericLessThanPath ?? rule.NumericGreaterThanEqualsPath;
  if (limit === undefined) throw new Error(`unknown comparison: ${JSON.stringify(rule)}`);
  const [left, right] = [Number(value), Number(valueAt(limit, data, {}))];
  return rule.NumericLessThanPath === undefined ? left >= right : left < right;
};
