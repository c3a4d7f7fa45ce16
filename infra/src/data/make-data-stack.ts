import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DataSettings } from '../settings/schemas/data-schema.ts';
import { type Keys, makeKeys } from './make-keys.ts';
import { makeTables, type Tables } from './make-tables.ts';

export type DataStackProps = StackProps & {
  readonly prefix: string;
  readonly linesOfBusiness: readonly string[];
  readonly data: DataSettings;
};

/** What holds state, and who may use it. */
export type Data = {
  readonly stack: Stack;
  readonly keys: Keys;
  readonly tables: Tables;
};

/** Makes what holds state: keys, tables, buckets, topics, queues and secrets, and the roles that may use them. */
export const makeDataStack = (scope: Construct, id: string, props: DataStackProps): Data => {
  const { prefix, linesOfBusiness: _linesOfBusiness, data, ...stackProps } = props;
  const stack = new Stack(scope, id, stackProps);
  const keys = makeKeys(stack, prefix, data.retain);
  const tables = makeTables(stack, { prefix, key: keys.data, retain: data.retain });
  return { stack, keys, tables };
};
