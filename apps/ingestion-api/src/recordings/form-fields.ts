import type { MultipartValue } from '@fastify/multipart';
import { FormInvalidError } from './errors.ts';
import type { RecordingLabels } from './resolve-call.ts';

const names = ['callId', 'tenantId', 'groupId', 'conversationId', 'callTimestamp', 'sha256'] as const;
type Name = (typeof names)[number];

/** What senders write where they have nothing; OCP writes the text "undefined". */
const missing: ReadonlySet<string> = new Set(['', 'undefined', 'null']);

export type FormFields = {
  /** Takes a field that we know; others are ignored. @throws {FormInvalidError} if it was there before. */
  add(field: MultipartValue): void;
  get(name: Name): string | undefined;
  labels(): RecordingLabels;
};

/** The fields of a form that have come so far. */
export const makeFormFields = (): FormFields => {
  const values = new Map<Name, string>();
  return {
    add: ({ fieldname, value }) => {
      const name = names.find((known) => known === fieldname);
      if (name === undefined || typeof value !== 'string' || missing.has(value)) return;
      if (values.has(name)) throw new FormInvalidError(`the form has the field ${name} more than once`);
      values.set(name, value);
    },
    get: (name) => values.get(name),
    labels: () => {
      const { sha256: _, ...labels } = Object.fromEntries(values);
      return labels;
    },
  };
};
