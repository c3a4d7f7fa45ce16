import type { EventContract } from '@recordings/reconciliation';
import { z } from 'zod';

type Node = { pattern?: string | undefined; minimum?: number | undefined; maximum?: number | undefined };

/**
 * The JSON Schema of the messages of a contract, as text. What not every validator understands is left out: patterns with
 * Unicode classes, and the limits of JavaScript's integers.
 */
export const renderSchema = ({ name, version, schema }: EventContract): string => {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  return `${JSON.stringify({ $schema, $id: `urn:recordings:${name}:${version}`, ...rest }, null, 2)}\n`;
};

const simplify = (node: Node): void => {
  if (node.pattern?.includes('\\p') === true) delete node.pattern;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
};
