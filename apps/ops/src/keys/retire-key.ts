import { epochMsOf, type Timestamp, timestampOf } from '@recordings/call-record';
import { type CredentialEntry, keysOf } from '@recordings/service';
import { type ActOptions, act, checkReason } from '../act/act.ts';
import type { Ops } from '../ops.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import { checkIdle } from './check-idle.ts';
import { type KeptEntry, type KeyName, openCredentials } from './kept-credentials.ts';
import { readLastUse, readLastUseOfOthers } from './read-last-use.ts';

export type RetireOptions = ActOptions & {
  readonly at: string;
  readonly evenIfUsed?: boolean;
  readonly evenIfNeverSeen?: boolean;
};

type Retired = KeyName & { readonly expires: Timestamp; readonly lastUsed?: Timestamp };

/**
 * Ends a key. Unless a person says so, it does not end one now that was used within the last 24 hours, or of which no use is
 * recorded.
 */
export const retireKey = async (ops: Ops, name: KeyName, options: RetireOptions): Promise<ExitStatus> => {
  checkReason(options.reason);
  const { service, caller, id } = name;
  const expires = readTimeOption('--at', options.at, ops.now());
  const { entries, change, sayWhenUsed } = await openCredentials(ops, service);
  const place = entries.findIndex((one) => one.name === caller && keysOf(one).some((key) => key.id === id));
  const entry = entries[place];
  if (!entry) {
    ops.terminal.complain(`Caller "${caller}" of ${service} has no key "${id}".`);
    return exitStatus.nothingFound;
  }
  checkEnd(entry, id, expires);
  const lastUsed = await readLastUse(ops, name);
  if (expires <= ops.now()) {
    const ofOthers = lastUsed ? undefined : await readLastUseOfOthers(ops, name, entries);
    checkIdle(name, { lastUsed, ofOthers }, ops.now(), options);
  }
  if (!hasOtherKey(entry, id, expires))
    ops.terminal.complain(
      `From ${expires} on, no other key of "${caller}" is valid: its requests are refused.`,
    );
  const retired = { ...name, expires, ...(lastUsed && { lastUsed }) };
  return act<Retired>(ops, options, {
    command: 'keys retire',
    about: retired,
    plan: {
      text: `The key "${id}" of ${caller} is to end at ${expires}; ${lastUsed ? `it was last used at ${lastUsed}` : 'no use of it is recorded'}.`,
      json: retired,
    },
    run: async () => {
      await change(place, (kept) => endKey(kept, id, expires));
      return retired;
    },
    render: () => `It ends at ${expires}. ${sayWhenUsed}`,
  });
};

/** @throws {WrongArgumentError} if the key ends sooner by itself, or is not valid before that time. */
const checkEnd = (entry: CredentialEntry, id: string, at: Timestamp): void => {
  const { notBefore = -Infinity, expires = Infinity } = keysOf(entry).find((key) => key.id === id)!;
  if (expires <= epochMsOf(at))
    throw new WrongArgumentError(
      `--at is ${at}; expected a time before ${timestampOf(expires)}, when the key expires`,
    );
  if (notBefore >= epochMsOf(at))
    throw new WrongArgumentError(
      `--at is ${at}; expected a time after ${timestampOf(notBefore)}, when the key begins`,
    );
};

const hasOtherKey = (entry: CredentialEntry, id: string, at: Timestamp): boolean => {
  const atMs = epochMsOf(at);
  return (
    entry.certificates.length > 0 ||
    keysOf(entry).some(
      ({ id: other, notBefore = -Infinity, expires = Infinity }) =>
        other !== id && notBefore <= atMs && atMs < expires,
    )
  );
};

/** `keySha256` is a key without dates. It becomes one of `keys`, which have dates, under the same id. */
const endKey = ({ keySha256, keys = [], ...rest }: KeptEntry, id: string, expires: Timestamp): KeptEntry =>
  keySha256?.slice(0, 8) === id
    ? { ...rest, keys: [{ id, sha256: keySha256, expires }, ...keys] }
    : {
        ...rest,
        ...(keySha256 !== undefined && { keySha256 }),
        keys: keys.map((key) => (key.id === id ? { ...key, expires } : key)),
      };
