import { MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import type { VirtualTables } from './virtual-stores.ts';
import type { VirtualTable, World } from './virtual-table.ts';

/** A newer version runs beside this one between these minutes of the world, and then is rolled back. */
export type Rollout = { readonly fromMinute: number; readonly toMinute: number };

/** Virtual time between two rewrites, on average. */
const EVERY_MS = 3 * SECOND_MS;

type AnyTable = VirtualTable<{ readonly revision: number }>;
type Fields = Readonly<Record<string, unknown>>;

/** What the newer version writes, and what the present one must not undo. */
export type NewerWriter = {
  /** From now on, rewrites random items while the rollout lasts, between the writes of the present version. */
  run(tables: VirtualTables): void;
  /** During the rollout every second message is the newer version's. */
  alterMessage(body: object): object;
  /** Notes fields of the newer version that this write drops. */
  check(key: string, before: object | undefined, next: object): void;
  /** Items and messages that the newer version wrote. */
  written(): { readonly items: number; readonly messages: number };
  readonly dropped: readonly string[];
};

const NEWER = { newerField: { since: [2] } };
/** Higher than any version that is known. */
const NEWER_VERSION = 99;
/** A newer minor version. */
const NEWER_MESSAGE = '1.99';

export const makeNewerWriter = (
  { timeline, random }: Pick<World, 'timeline' | 'random'>,
  rollout: Rollout | undefined,
): NewerWriter => {
  const dropped: string[] = [];
  const count = { items: 0, messages: 0 };
  const startMs = timeline.nowMs();
  const minute = (): number => (timeline.nowMs() - startMs) / MINUTE_MS;
  const isRunning = ({ fromMinute, toMinute }: Rollout): boolean =>
    minute() >= fromMinute && minute() < toMinute;
  const rewriteOne = (tables: VirtualTables): void => {
    const table: AnyTable = random.pick(Object.values(tables) as unknown as AnyTable[]);
    // No version changes a closed reconciliation.
    const keys = table.keys().filter((key) => (table.item(key) as unknown as Fields)['phase'] !== 'closed');
    if (keys.length === 0) return;
    count.items += 1;
    table.changeNow(random.pick(keys), (item) => ({ next: item && addFields(item), result: undefined }));
  };
  const run = (tables: VirtualTables): void => {
    if (!rollout || minute() >= rollout.toMinute) return;
    if (isRunning(rollout)) rewriteOne(tables);
    timeline.after(random.between(1, 2 * EVERY_MS), () => run(tables));
  };
  return {
    run,
    alterMessage: (body) => {
      if (!rollout || !isRunning(rollout) || random.chance(0.5)) return body;
      count.messages += 1;
      return { ...body, ...NEWER, version: NEWER_MESSAGE };
    },
    check: (key, before, next) => {
      // The record of a call that moves takes them to its new tenant: a rule of its own checks that.
      if (before && !('movedTo' in next))
        dropped.push(...listDropped(before as Fields, next as Fields).map((part) => `${key}: ${part}`));
    },
    written: () => count,
    dropped,
  };
};

const listDropped = (before: Fields, next: Fields): string[] => {
  const after = partsOf(next);
  const parts = [...partsOf(before)].filter(([name, part]) => {
    const kept = after.get(name);
    return 'newerField' in part && kept !== undefined && !('newerField' in kept);
  });
  const isVersionLost = before['schemaVersion'] === NEWER_VERSION && next['schemaVersion'] !== NEWER_VERSION;
  return [...parts.map(([name]) => name), ...(isVersionLost ? ['schemaVersion'] : [])];
};

const addFields = <T extends { readonly revision: number }>(item: T): T => {
  const { job, calls } = item as unknown as Fields;
  return {
    ...item,
    ...NEWER,
    schemaVersion: NEWER_VERSION,
    revision: item.revision + 1,
    ...(isFields(job) && { job: { ...job, ...NEWER } }),
    ...(isFields(calls) && {
      calls: Object.fromEntries(
        Object.entries(calls).map(([id, call]) => [id, { ...(call as object), ...NEWER }]),
      ),
    }),
  };
};

/** The item, the job in it, and each of its calls. */
const partsOf = (item: Fields): Map<string, Fields> => {
  const { job, calls } = item;
  const parts = new Map([['item', item]]);
  if (isFields(job)) parts.set(`job ${String(job['exportId'])}`, job);
  if (isFields(calls)) {
    for (const [id, call] of Object.entries(calls)) if (isFields(call)) parts.set(`call ${id}`, call);
  }
  return parts;
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
