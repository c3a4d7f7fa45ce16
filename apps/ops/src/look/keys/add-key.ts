import { hash, randomBytes } from 'node:crypto';
import type { Ops } from '../../ops.ts';
import { readTimeOption } from '../../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';

export type AddKeyOptions = {
  readonly notBefore?: string;
  readonly expires?: string;
  readonly json?: boolean;
};

/** 256 bits. */
const KEY_BYTES = 32;

/** Makes a key, and prints it with its entry for `keys` of a caller. Nothing keeps the key: it cannot be printed again. */
export const addKey = (ops: Ops, id: string, { notBefore, expires, json }: AddKeyOptions): ExitStatus => {
  if (!/^[\w.-]{1,64}$/.test(id))
    throw new WrongArgumentError(`ID is "${id}"; expected 1 to 64 letters, digits, ".", "_" or "-"`);
  const dates = {
    ...(notBefore !== undefined && { notBefore: readTimeOption('--not-before', notBefore, ops.now()) }),
    ...(expires !== undefined && { expires: readTimeOption('--expires', expires, ops.now()) }),
  };
  if ((dates.expires ?? ops.now()) < (dates.notBefore ?? ops.now()) || dates.expires === ops.now())
    throw new WrongArgumentError(
      `--expires is ${dates.expires}; expected a time after --not-before and after now`,
    );
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const entry = { id, sha256: hash('sha256', key), ...dates };
  ops.terminal.say(
    json
      ? JSON.stringify({ key, entry })
      : [
          'The key. It is printed only now; give it to the sender by a safe way:',
          `  ${key}`,
          'Its entry for "keys" of the caller in API_CREDENTIALS, beside the old one:',
          JSON.stringify(entry, null, 2),
        ].join('\n'),
  );
  return exitStatus.done;
};
