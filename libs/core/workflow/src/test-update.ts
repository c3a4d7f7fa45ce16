import { stateOf, valueAt } from './test-machine.ts';

type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The item after an update of the state machine, as DynamoDB leaves it. It knows the forms that our definition has. */
export const applyUpdate = (state: string, item: object, data: object): Record<string, unknown> => {
  const { UpdateExpression, ExpressionAttributeValues } = stateOf(state)['Parameters'] as {
    readonly UpdateExpression: string;
    readonly ExpressionAttributeValues: Values;
  };
  const [, sets = '', , removed = ''] = /^SET (.*?)( REMOVE (.*?))?( ADD .*)?$/.exec(UpdateExpression)!;
  const names = new Set([...removed.matchAll(/#(\w+)/g)].map(([, name]) => name!));
  const set = [...sets.matchAll(/#(\w+) = (:\w+)/g)].map(([, name, value]) => [
    name!,
    readValue(ExpressionAttributeValues[value!]!, data),
  ]);
  const kept = Object.entries(item).filter(([name]) => !names.has(name));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
};

const readValue = (value: Values[string], data: object): unknown => {
  const [[type, text]] = Object.entries(value) as [[string, string]];
  if (type === 'S') return text;
  if (type === 'S.$') return valueAt(text, data, {});
  return Number(valueAt(/^States\.Format\('\{\}', (.*)\)$/.exec(text)![1]!, data, {}));
};
