import { CallChange } from '@recordings/call-record';
import { z } from 'zod';
import { type AuditMessage, parsed } from './audit-line.ts';

/** What a message of queue `audit` is. A `newer` one was announced by a newer version than this one. */
export type MessageContent =
  | { readonly kind: 'change'; readonly change: CallChange }
  | { readonly kind: 'newer' }
  | { readonly kind: 'other' };

const KNOWN_VERSION = 1;
const Newer = z.object({ kind: z.literal('call-changed'), schemaVersion: z.number().gt(KNOWN_VERSION) });

export const readMessage = ({ body }: AuditMessage): MessageContent => {
  const json = parsed(body);
  const change = CallChange.safeParse(json);
  if (change.success) return { kind: 'change', change: change.data };
  return { kind: Newer.safeParse(json).success ? 'newer' : 'other' };
};
