import type { RecordingStore } from '@recordings/recording-store';
import { isHandled, KINDS, readWhy } from '../../quarantine/list-quarantine.ts';

/** Events of one request that are in quarantine. */
export type KeptEvents = {
  readonly key: string;
  readonly body: Uint8Array;
  /** What `{key}.json` says. */
  readonly why: Readonly<Record<string, unknown>>;
};

export type EventsFilter = { readonly reason?: string; readonly tenant?: string; readonly limit: number };

const SUFFIX = '.json';

/** Reads the kept events that no person and no replay has handled, one object at a time, in the order of their keys. */
export async function* readKeptEvents(
  store: Pick<RecordingStore, 'listQuarantine' | 'readQuarantine'>,
  { reason, tenant, limit }: EventsFilter,
  signal: AbortSignal,
): AsyncGenerator<KeptEvents> {
  let found = 0;
  for await (const page of store.listQuarantine(KINDS.events, signal)) {
    for (const { key: explained } of page) {
      if (found >= limit) return;
      if (!explained.endsWith(SUFFIX)) continue;
      const key = explained.slice(0, -SUFFIX.length);
      const why = await readWhy(store, key, signal);
      if (!why || isHandled(why) || !fits(key, why, reason, tenant)) continue;
      const object = await store.readQuarantine(key, signal);
      if (!object) continue;
      found += 1;
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.body) chunks.push(chunk);
      yield { key, why, body: Buffer.concat(chunks) };
    }
  }
}

const fits = (
  key: string,
  why: Readonly<Record<string, unknown>>,
  reason: string | undefined,
  tenant: string | undefined,
): boolean => {
  const events = Array.isArray(why['events']) ? (why['events'] as Readonly<Record<string, unknown>>[]) : [];
  const all = [why, ...events];
  return (
    (reason === undefined || all.some((one) => one['reason'] === reason)) &&
    (tenant === undefined || tenantsOf(key).includes(tenant) || all.some((one) => one['tenantId'] === tenant))
  );
};

/** The tenants that the sender reached, by the key. Empty if they were too many for it. */
export const tenantsOf = (key: string): string[] => {
  const [, id = ''] = key.split('/');
  const decoded = decodeURIComponent(id);
  return decoded.startsWith('+') ? [] : decoded.split('+').map(decodeURIComponent);
};
