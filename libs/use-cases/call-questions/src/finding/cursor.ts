import { createHash } from 'node:crypto';
import { CallId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { CursorInvalidError } from '../errors.ts';

/** The call up to which the index was read. */
export type Position = { readonly callTimestamp: Timestamp; readonly callId: CallId };

/** What a cursor belongs to. */
type Question = {
  readonly tenant: string;
  readonly group?: string;
  readonly from: string;
  readonly to: string;
  readonly state?: string;
  readonly lob?: string;
};

const Cursor = z.tuple([Timestamp, CallId, z.string()]);

/**
 * A cursor names a position and the question that it belongs to. It is no secret and gives no access: the tenant comes
 * from the question, whose sender was checked.
 */
export const writeCursor = (query: Question, { callTimestamp, callId }: Position): string =>
  encode([callTimestamp, callId, sealOf(query, { callTimestamp, callId })]);

/** @throws {CursorInvalidError} if the cursor was changed, or was given for another question. */
export const readCursor = (query: Question, cursor: string): Position => {
  const { data } = Cursor.safeParse(decode(cursor));
  if (!data) throw new CursorInvalidError();
  const [callTimestamp, callId, seal] = data;
  const position = { callTimestamp, callId };
  // Base64 has several texts for the same bytes, so the text is compared too.
  const isIntact = seal === sealOf(query, position) && cursor === encode(data);
  if (!isIntact) throw new CursorInvalidError();
  return position;
};

/** The size of the page may change from one page to the next. */
const sealOf = ({ tenant, group, from, to, state, lob }: Question, position: Position): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        1,
        tenant,
        group ?? 0,
        from,
        to,
        state ?? 0,
        lob ?? 0,
        position.callTimestamp,
        position.callId,
      ]),
    )
    .digest('base64url')
    .slice(0, 22);

const encode = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @returns undefined if the cursor is not JSON. */
const decode = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};
