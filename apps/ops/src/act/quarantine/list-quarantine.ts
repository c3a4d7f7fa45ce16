import type { RecordingStore } from '@recordings/recording-store';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { openQuarantine } from './open-quarantine.ts';

export const KINDS = {
  recordings: 'recordings/',
  unidentified: 'recordings/unidentified/',
  events: 'events/',
};
export type Kind = keyof typeof KINDS;

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);

export type QuarantineOptions = {
  readonly kind: Kind;
  readonly tenant?: string;
  readonly limit: number;
  readonly isJson: boolean;
};

/** Why bytes are in quarantine, as the object beside them says it. */
export type Entry = {
  readonly key: string;
  readonly at: string;
  readonly why: Readonly<Record<string, unknown>>;
};

const SUFFIX = '.json';

/** Prints what is in quarantine: the objects of one kind, by their keys. */
export const listQuarantine = async (
  ops: Ops,
  { kind, tenant, limit, isJson }: QuarantineOptions,
): Promise<ExitStatus> => {
  const store = openQuarantine(await ops.open());
  const entries: Entry[] = [];
  for await (const entry of readEntries(store, kind, tenant, ops.signal)) {
    if (entries.length >= limit) {
      ops.terminal.complain(`There are more than ${limit}. --limit prints more, --tenant fewer.`);
      break;
    }
    entries.push(entry);
  }
  if (isJson) for (const { key, why } of entries) ops.terminal.say(JSON.stringify({ key, ...why }));
  else if (entries.length > 0) ops.terminal.say(renderTable(columns, entries));
  if (entries.length > 0) return exitStatus.done;
  ops.terminal.complain('Nothing of this kind is in quarantine.');
  return exitStatus.nothingFound;
};

/** Prints why one object is in quarantine. */
export const showQuarantined = async (ops: Ops, key: string): Promise<ExitStatus> => {
  const store = openQuarantine(await ops.open());
  const why = await readWhy(store, key, ops.signal);
  if (why) ops.terminal.say(JSON.stringify({ key, ...why }, null, 2));
  else ops.terminal.complain(`Nothing is in quarantine as ${key}, or nothing says why.`);
  return why ? exitStatus.done : exitStatus.nothingFound;
};

/** @throws {WrongArgumentError} for a tenant of another kind than recordings: their keys name none. */
const prefixOf = (kind: Kind, tenant: string | undefined): string => {
  if (tenant === undefined) return KINDS[kind];
  if (kind === 'recordings') return `${KINDS[kind]}${encodeURIComponent(tenant)}/`;
  throw new WrongArgumentError(`--tenant is "${tenant}"; expected only with --kind recordings`);
};

/** The objects of a kind that no person has handled, in the order of their keys. */
export async function* readEntries(
  store: RecordingStore,
  kind: Kind,
  tenant: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Entry> {
  for await (const page of store.listQuarantine(prefixOf(kind, tenant), signal)) {
    for (const { key, stagedAt } of page) {
      const isOfKind = kind === 'unidentified' || !key.startsWith(KINDS.unidentified);
      if (!key.endsWith(SUFFIX) || !isOfKind) continue;
      const bytesKey = key.slice(0, -SUFFIX.length);
      const why = (await readWhy(store, bytesKey, signal)) ?? {};
      if (!isHandled(why)) yield { key: bytesKey, at: stagedAt, why };
    }
  }
}

/** A person has dismissed it, newer rules have accepted it, or its events have been recorded. */
export const isHandled = (why: Readonly<Record<string, unknown>>): boolean =>
  ['dismissedAt', 'acceptedAt', 'replayedAt'].some((name) => why[name] !== undefined);

export const readWhy = async (
  store: Pick<RecordingStore, 'readQuarantine'>,
  key: string,
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> => {
  const object = await store.readQuarantine(`${key}${SUFFIX}`, signal);
  if (!object) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk);
  try {
    const why: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof why === 'object' && why !== null ? { ...why } : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `quarantine show` says it whole. */
const MAX_DETAIL = 60;

const sayWhy = (reason: string, detail: string): string =>
  `${reason} ${detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL - 1)}…` : detail}`.trim();

const columns: Column<Entry>[] = [
  { title: 'SINCE', width: 17, read: ({ at, why }) => shortTime(textOf(why['at']) || at) },
  {
    title: 'REASON',
    width: 30,
    read: ({ why }) => sayWhy(textOf(why['reason']), textOf(why['detail'])),
  },
  { title: 'KEY', width: 49, read: ({ key }) => key },
];
