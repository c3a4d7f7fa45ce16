import { hash, randomBytes } from 'node:crypto';
import { keysOf } from '@recordings/service';
import { type ActOptions, act, checkReason } from '../act/act.ts';
import type { Ops } from '../ops.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import { type KeyName, openCredentials } from './kept-credentials.ts';

export type AddKeyOptions = ActOptions & { readonly notBefore?: string; readonly expires?: string };

/** 256 bits. */
const KEY_BYTES = 32;

/** Makes a key for a caller, beside its others, and stores its hash. The key is printed once, and kept by nothing. */
export const addKey = async (ops: Ops, name: KeyName, options: AddKeyOptions): Promise<ExitStatus> => {
  checkReason(options.reason);
  const { service, caller, id } = name;
  if (!/^[\w.-]{1,64}$/.test(id))
    throw new WrongArgumentError(`ID is "${id}"; expected 1 to 64 letters, digits, ".", "_" or "-"`);
  const dates = readDates(ops, options);
  const { entries, change, sayWhenUsed } = await openCredentials(ops, service);
  const place = entries.findIndex((entry) => entry.name === caller);
  const entry = entries[place];
  if (!entry) {
    ops.terminal.complain(`${service} knows no caller "${caller}"; it knows ${sayNames(entries)}.`);
    return exitStatus.nothingFound;
  }
  if (keysOf(entry).some((known) => known.id === id))
    throw new WrongArgumentError(`ID is "${id}"; expected one that no key of ${caller} has`);
  const key = randomBytes(KEY_BYTES).toString('base64url');
  return act<KeyName>(ops, options, {
    command: 'keys add',
    about: { ...name, ...dates },
    plan: {
      text: `A key "${id}" is to be made for ${caller} of ${service}, beside ${keysOf(entry).length} others.`,
      json: { ...name, ...dates },
    },
    run: async () => {
      const added = { id, sha256: hash('sha256', key), ...dates };
      await change(place, (kept) => ({ ...kept, keys: [...(kept.keys ?? []), added] }));
      return name;
    },
    render: () =>
      `The key, which is printed only now. Give it to the sender by a safe way:\n  ${key}\n${sayWhenUsed}`,
    secret: { key },
  });
};

const sayNames = (entries: readonly { readonly name: string }[]): string =>
  entries.map(({ name }) => name).join(', ');

const readDates = (ops: Ops, { notBefore, expires }: AddKeyOptions) => {
  const now = ops.now(); // Once: it moves between two reads.
  const dates = {
    ...(notBefore !== undefined && { notBefore: readTimeOption('--not-before', notBefore, now) }),
    ...(expires !== undefined && { expires: readTimeOption('--expires', expires, now) }),
  };
  if ((dates.expires ?? now) < (dates.notBefore ?? now) || dates.expires === now)
    throw new WrongArgumentError(
      `--expires is ${dates.expires}; expected a time after --not-before and after now`,
    );
  return dates;
};
