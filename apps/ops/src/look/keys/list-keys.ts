import { epochMsOf, type Timestamp, timestampOf } from '@recordings/call-record';
import { type CredentialEntry, keysOf } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { readCredentialsText } from './read-credentials-text.ts';

type ListedKey = {
  readonly caller: string;
  readonly key: string;
  readonly state: 'valid' | 'expires soon' | 'expired' | 'not valid yet';
  readonly notBefore?: Timestamp;
  readonly expires?: Timestamp;
  readonly tenants: readonly string[];
  readonly scopes: readonly string[];
};

const SOON_MS = 14 * 86_400_000;

/** Prints the API keys of all callers: which are valid, and until when. It prints no key and no hash. */
export const listKeys = async (ops: Ops, address: string, isJson: boolean): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const { entries } = await readCredentialsText(address);
  const keys = entries.flatMap((entry) => listOf(entry, epochMsOf(ops.now())));
  if (isJson) say(JSON.stringify(keys));
  else if (keys.length > 0) say(renderTable(columns, keys));
  if (keys.length > 0) return exitStatus.done;
  complain(`No caller at ${address} has a key; they sign in by certificates.`);
  return exitStatus.nothingFound;
};

const listOf = (entry: CredentialEntry, nowMs: number): ListedKey[] =>
  keysOf(entry).map(({ id, notBefore, expires }) => ({
    caller: entry.name,
    key: id,
    state: stateOf(notBefore, expires, nowMs),
    ...(notBefore !== undefined && { notBefore: timestampOf(notBefore) }),
    ...(expires !== undefined && { expires: timestampOf(expires) }),
    tenants: entry.tenants,
    scopes: entry.scopes,
  }));

const stateOf = (
  notBeforeMs: number | undefined,
  expiresMs: number | undefined,
  nowMs: number,
): ListedKey['state'] => {
  if (notBeforeMs !== undefined && nowMs < notBeforeMs) return 'not valid yet';
  if (expiresMs === undefined) return 'valid';
  if (nowMs >= expiresMs) return 'expired';
  return expiresMs - nowMs < SOON_MS ? 'expires soon' : 'valid';
};

const columns: Column<ListedKey>[] = [
  { title: 'CALLER', width: 18, read: ({ caller }) => caller },
  { title: 'KEY', width: 10, read: ({ key }) => key },
  { title: 'STATE', width: 13, read: ({ state }) => state },
  { title: 'EXPIRES', width: 17, read: ({ expires }) => (expires ? shortTime(expires) : 'never') },
  { title: 'TENANTS', width: 14, read: ({ tenants }) => tenants.join(' ') },
  { title: 'SCOPES', width: 17, read: ({ scopes }) => scopes.join(' ') },
];
