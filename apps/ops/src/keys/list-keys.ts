import { epochMsOf, type Timestamp, timestampOf } from '@recordings/call-record';
import { keysOf } from '@recordings/service';
import type { Ops } from '../ops.ts';
import { KEYED_SERVICES, type KeyedService } from '../options/credentials-place.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { type Column, renderTable } from '../output/render-table.ts';
import { shortTime } from '../output/short-time.ts';
import { openCredentials } from './kept-credentials.ts';
import { readLastUse } from './read-last-use.ts';

type ListedKey = {
  readonly service: KeyedService;
  readonly caller: string;
  readonly key: string;
  readonly state: 'valid' | 'expires soon' | 'expired' | 'not valid yet';
  readonly notBefore?: Timestamp;
  readonly expires?: Timestamp;
  /** To the hour. Absent: no use was kept. */
  readonly lastUsed?: Timestamp;
  readonly tenants: readonly string[];
  readonly scopes: readonly string[];
};

const SOON_MS = 14 * 86_400_000;

/** Prints the API keys of all callers: which are valid, until when, and when they were used last. It prints no hash. */
export const listKeys = async (
  ops: Ops,
  of: KeyedService | undefined,
  isJson: boolean,
): Promise<ExitStatus> => {
  const services = of ? [of] : KEYED_SERVICES;
  const keys = (await Promise.all(services.map((service) => readKeys(ops, service)))).flat();
  if (isJson) ops.terminal.say(JSON.stringify(keys));
  else if (keys.length > 0) ops.terminal.say(renderTable(columns, keys));
  if (keys.length > 0) return exitStatus.done;
  ops.terminal.complain('No caller has a key; they sign in by certificates.');
  return exitStatus.nothingFound;
};

const readKeys = async (ops: Ops, service: KeyedService): Promise<ListedKey[]> => {
  const { entries } = await openCredentials(ops, service);
  const named = entries.flatMap((entry) => keysOf(entry).map((key) => ({ entry, key })));
  return Promise.all(
    named.map(async ({ entry, key: { id, notBefore, expires } }) => {
      const lastUsed = await readLastUse(ops, { service, caller: entry.name, id });
      return {
        ...{ service, caller: entry.name, key: id },
        state: stateOf(notBefore, expires, epochMsOf(ops.now())),
        ...(notBefore !== undefined && { notBefore: timestampOf(notBefore) }),
        ...(expires !== undefined && { expires: timestampOf(expires) }),
        ...(lastUsed && { lastUsed }),
        ...{ tenants: entry.tenants, scopes: entry.scopes },
      };
    }),
  );
};

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
  { title: 'SERVICE', width: 13, read: ({ service }) => service },
  { title: 'CALLER', width: 14, read: ({ caller }) => caller },
  { title: 'KEY', width: 10, read: ({ key }) => key },
  { title: 'STATE', width: 13, read: ({ state }) => state },
  { title: 'EXPIRES', width: 10, read: ({ expires }) => expires?.slice(0, 10) ?? 'never' },
  { title: 'LAST USED', width: 17, read: ({ lastUsed }) => (lastUsed ? shortTime(lastUsed) : 'never seen') },
  { title: 'TENANTS', width: 11, read: ({ tenants }) => tenants.join(' ') },
];
