import type { MultipartValue } from '@fastify/multipart';
import { type RecordingLabels, readChecksum, readLabel } from '@recordings/recording-intake';
import { FormInvalidError } from './errors.ts';

const names = ['callId', 'tenantId', 'groupId', 'conversationId', 'callTimestamp', 'sha256'] as const;
type Name = (typeof names)[number];

export type FormFields = {
  /**
   * Adds a known field. Unknown fields, and fields whose text means a missing value, are ignored.
   *
   * @throws {FormInvalidError} if the form has the field already, {@link ChecksumInvalidError}.
   */
  add(field: MultipartValue): void;
  /** Adds a field behind the file. @throws {FormInvalidError} for any label but `sha256`: the call is resolved by then. */
  addBehindFile(field: MultipartValue): void;
  get(name: Name): string | undefined;
  labels(): RecordingLabels;
};

/** Collects the fields of a form while it is read. */
export const makeFormFields = (): FormFields => {
  const values = new Map<Name, string>();

  const add = (name: Name, label: string): void => {
    if (values.has(name)) throw new FormInvalidError(`the form has the field ${name} more than once`);
    values.set(name, name === 'sha256' ? readChecksum(label, 'the field sha256') : label);
  };
  return {
    add: (field) => {
      const known = readField(field);
      if (known) add(known.name, known.label);
    },
    addBehindFile: (field) => {
      const known = readField(field);
      if (known?.name === 'sha256') add(known.name, known.label);
      else if (known) {
        throw new FormInvalidError(
          `the field ${known.name} is behind the file: send it before the file; the form was not stored`,
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

const readField = ({ fieldname, value }: MultipartValue): { name: Name; label: string } | undefined => {
  const name = names.find((known) => known === fieldname);
  const label = typeof value === 'string' ? readLabel(value) : undefined;
  return name && label !== undefined ? { name, label } : undefined;
};
