import { parseRecordingName } from '@recordings/call-record';
import { type RecordingLabels, readChecksum, readLabel } from '@recordings/recording-intake';
import { FormInvalidError } from './errors.ts';

const names = ['callId', 'tenantId', 'groupId', 'conversationId', 'callTimestamp', 'sha256'] as const;
type Name = (typeof names)[number];

/** A field of a form, or a property of JSON metadata. Its value may be anything. */
export type FormField = { readonly fieldname: string; readonly value: unknown };

export type FormFields = {
  /**
   * Adds a known field. Unknown fields, and fields whose text means a missing value, are ignored. A field may be repeated
   * with an equal value.
   *
   * @throws {FormInvalidError} if the form has the field already, with another value; {@link ChecksumInvalidError}.
   */
  add(field: FormField): void;
  /**
   * Adds a field behind the file. The call is resolved by then: a label that agrees changes nothing, and one that only
   * describes the call is ignored.
   *
   * @throws {FormInvalidError} for another call, tenant or group.
   */
  addBehindFile(field: FormField, fileName: string | undefined): void;
  get(name: Name): string | undefined;
  labels(): RecordingLabels;
};

/** Labels that say whose recording it is. */
const identifying: readonly Name[] = ['callId', 'tenantId', 'groupId'];

/** Collects the fields of a form while it is read. */
export const makeFormFields = (): FormFields => {
  const values = new Map<Name, string>();

  const add = (name: Name, label: string): void => {
    const value = name === 'sha256' ? readChecksum(label, 'the field sha256') : label;
    if ((values.get(name) ?? value) !== value) {
      throw new FormInvalidError(`the form has the field ${name} more than once, with different values`);
    }
    values.set(name, value);
  };
  return {
    add: (field) => {
      const known = readField(field);
      if (known) add(known.name, known.label);
    },
    addBehindFile: (field, fileName) => {
      const known = readField(field);
      if (known?.name === 'sha256') return add(known.name, known.label);
      if (!known || !identifying.includes(known.name)) return;
      if ((values.get(known.name) ?? labelsOfName(fileName)[known.name]) === known.label) return;
      throw new FormInvalidError(
        `the field ${known.name} is behind the file and differs from what came before: send it before the file; ` +
          'the form was not stored',
      );
    },
    get: (name) => values.get(name),
    labels: () => {
      const { sha256: _, ...labels } = Object.fromEntries(values);
      return labels;
    },
  };
};

const readField = ({ fieldname, value }: FormField): { name: Name; label: string } | undefined => {
  const name = names.find((known) => known === fieldname);
  // JSON metadata may have an id or an epoch time as a number. A number that is not a safe integer has lost digits.
  const text = Number.isSafeInteger(value) ? String(value) : value;
  const label = typeof text === 'string' ? readLabel(text) : undefined;
  return name && label !== undefined ? { name, label } : undefined;
};

/** What OCP's file name says. */
const labelsOfName = (fileName: string | undefined): Readonly<Partial<Record<Name, string>>> => {
  const parsed = fileName === undefined ? undefined : parseRecordingName(fileName);
  return parsed ? { callId: parsed.dialogId, groupId: parsed.groupName } : {};
};
