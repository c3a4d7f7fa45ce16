import { type TableShape, tables } from '@recordings/topology';
import type { Item } from './item-size.ts';

/** One write of one item, as a request asked for it and its answer reported it. */
export type Write = {
  readonly table: TableShape;
  /** The attributes of the key, perhaps with others. */
  readonly key: Item;
  /** The item after the write; undefined if it was deleted. */
  readonly after: Item | undefined;
  readonly isRefused: boolean;
};

type Statement = { readonly Statement: string; readonly Parameters: readonly Item[string][] };
export type WriteRequest = {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly Statements?: readonly Statement[];
};
export type WriteAnswer = {
  readonly __type?: string;
  readonly Attributes?: Item;
  readonly Responses?: readonly { readonly Item?: Item; readonly Error?: object }[];
};

/** Asks for the items as they are after the write. PutItem has them in its request. */
export const askForItems = (operation: string, request: WriteRequest): object => {
  if (operation === 'UpdateItem') return { ReturnValues: 'ALL_NEW' };
  if (!request.Statements) return {};
  const Statements = request.Statements.map((one) => ({
    ...one,
    Statement: `${one.Statement} RETURNING ALL NEW *`,
  }));
  return { Statements };
};

/** The writes of a request that was sent with what `askForItems` adds. */
export const writesOf = (operation: string, request: WriteRequest, answer: WriteAnswer): readonly Write[] => {
  if (request.Statements)
    return request.Statements.map((statement, at) => {
      const { Item: after, Error: error } = answer.Responses?.[at] ?? {};
      return { ...targetOf(statement), after, isRefused: error !== undefined };
    });
  const after = operation === 'PutItem' ? request.Item : answer.Attributes;
  const isRefused = answer.__type !== undefined;
  return [{ table: tableOf(request.TableName!), key: request.Item ?? request.Key!, after, isRefused }];
};

/** The names that the condition compares belong to the last parameters. */
const targetOf = ({ Statement, Parameters }: Statement): Pick<Write, 'table' | 'key'> => {
  const [, name = ''] = /^UPDATE "([^"]+)"/.exec(Statement) ?? [];
  const [, condition = ''] = / WHERE (.*)$/.exec(Statement) ?? [];
  const compared = [...condition.matchAll(/"([^"]+)"=\?/g)].map(([, attribute]) => attribute!);
  const values = Parameters.slice(-compared.length);
  return {
    table: tableOf(name),
    key: Object.fromEntries(compared.map((attribute, at) => [attribute, values[at]!])),
  };
};

const tableOf = (physicalName: string): TableShape => {
  const found = Object.values(tables).find(({ name }) => physicalName.endsWith(`-${name}`));
  if (!found) throw new Error(`the topology has no table ${physicalName}`);
  return found;
};
