import type { MultipartValue } from '@fastify/multipart';
import { FormInvalidError } from './errors.ts';
import { givenLabel } from './given-label.ts';
import { readChecksum } from './read-checksum.ts';
import type { RecordingLabels } from './resolve-call.ts';

const names = ['callId', 'tenantId', 'groupId', 'conversationId', 'callTimestamp', 'sha256'] as const;
type Name = (typeof names)[number];

export type FormFields = {
  /**
   * Takes a field that we know; others are ignored, and those whose text says that there is nothing.
   *
   * @throws {FormInvalidError} if it was there before, {@link ChecksumInvalidError}.
   */
  add(field: MultipartValue): void;
  /** Takes a field behind the file. @throws {FormInvalidError} also for any label: the file is judged by then. */
  addBehindFile(field: MultipartValue): void;
  get(name: Name): string | undefined;
  labels(): RecordingLabels;
};

/** The fields of a form that have come so far. */
export const makeFormFields = (): FormFields => {
  const values = new Map<Name, string>();

  const add = (name: Name, label: string): void => {
    if (values.has(name)) throw new FormInvalidError(`the form has the field ${name} more than once`);
    values.set(name, name === 'sha256' ? readChecksum(label, 'the field sha256') : label);
  };
  return {
    add: (field) => {
      const known = knownField(field);
      if (known) add(known.name, known.label);
    },
    addBehindFile: (field) => {
      const known = knownField(field);
      if (known?.name === 'sha256') add(known.name, known.label);
      else if (known) {
        throw new FormInvalidError(
          `the field ${known.name} stands behind the file: send it before the file; nothing was stored`,
        );
      }
    },
    get: (name) => values.get(name),
    labels: () => {
      const { sha256: _, ...labels } = Object.fromEntries(values);
      return labels;
    },
  };
};

const knownField = ({ fieldname, value }: MultipartValue): { name: Name; label: string } | undefined => {
  const name = names.find((known) => known === fieldname);
  const label = typeof value === 'string' ? givenLabel(value) : undefined;
  return name && label !== undefined ? { name, label } : undefined;
};
