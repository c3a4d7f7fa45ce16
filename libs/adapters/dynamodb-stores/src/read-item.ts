import { NewerItemError, UnreadableItemError, UnwritableItemError } from '@recordings/fault';
import { z } from 'zod';

/** What every table with a composite key calls it. Their values repeat fields of the item, so no reader needs them. */
type TableKey = { readonly pk?: unknown; readonly sk?: unknown };

/**
 * The record in a stored item, without the table's own `pk` and `sk`. A loose schema keeps unknown attributes.
 *
 * @param name the table and the key, for the message.
 * @param knownVersion the highest `schemaVersion` that this service knows.
 * @throws {NewerItemError} if the item does not fit the schema, and its `schemaVersion` is higher.
 * @throws {UnreadableItemError} if any other item does not fit the schema.
 */
export const readItem = <S extends z.ZodType>(
  schema: S,
  item: object,
  name: string,
  knownVersion: number,
): z.infer<S> => {
  const { pk: _, sk: __, ...record } = item as TableKey;
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const version = Versioned.safeParse(record).data?.schemaVersion ?? 0;
  const reason = z.prettifyError(parsed.error);
  if (version <= knownVersion) throw new UnreadableItemError(`${name} cannot be read: ${reason}`);
  throw new NewerItemError(
    `${name} has schema version ${version}, this service reads up to ${knownVersion}: ${reason}`,
  );
};

const Versioned = z.object({ schemaVersion: z.number() });

/** A value in a message is cut to this many characters. */
const MAX_SHOWN = 100;

/** @throws {UnwritableItemError} if `readItem` would refuse the item. It names each wrong place and its value. */
export const assertReadable = (schema: z.ZodType, item: object, name: string): void => {
  const parsed = schema.safeParse(item);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const value = path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown>)?.[step],
      item,
    );
    return `${path.join('.')} = ${String(JSON.stringify(value)).slice(0, MAX_SHOWN)}: ${message}`;
  });
  throw new UnwritableItemError(
    `${name} is not written, because it could not be read again: ${faults.join('; ')}`,
  );
};
