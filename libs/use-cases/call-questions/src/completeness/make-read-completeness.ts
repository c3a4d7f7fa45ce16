import {
  addCounts,
  type CallCounts,
  earlierOf,
  epochMsOf,
  type GroupId,
  HOUR_MS,
  type HourCounts,
  type Registry,
  type TenantId,
  type Timestamp,
  zeroCounts,
} from '@recordings/call-record';
import { QuestionInvalidError } from '../errors.ts';
import type { Completeness, ConfirmedHour, GroupInRange, HourOfGroup } from './completeness.ts';
import type { CompletenessQuery } from './completeness-query.ts';
import { shareOf } from './share-of.ts';

export type CompletenessDeps = {
  readonly counts: {
    /** The counted and marked hours of a tenant that began in `[from, to)`. It may lag. */
    range(tenantId: TenantId, from: Timestamp, to: Timestamp): Promise<readonly HourCounts[]>;
    /** Hours of a group that a trusted and complete listing confirms. It may lag. */
    confirmed(
      group: { readonly tenantId: TenantId; readonly groupId: GroupId },
      from: Timestamp,
      to: Timestamp,
    ): Promise<readonly ConfirmedHour[]>;
    getProgress(tenantId: TenantId): Promise<{ readonly countedUntil: Timestamp } | undefined>;
  };
  readonly registry: Pick<Registry, 'groups'>;
};

/** Hours times groups of one answer, about 5 MB. */
const MAX_CELLS = 25_000;

/** Makes the function that says how complete the hours of a tenant are, by group. */
export const makeReadCompleteness =
  ({ counts, registry }: CompletenessDeps) =>
  async ({ tenant, group, from, to }: CompletenessQuery): Promise<Completeness> => {
    const hours = (epochMsOf(to) - epochMsOf(from)) / HOUR_MS;
    const groupIds = registry.groups
      .filter((one) => one.tenant === tenant && (group === undefined || one.name === group))
      .map(({ name }) => name);
    requireCells(hours * groupIds.length, `${hours} hours of ${groupIds.length} groups`);
    // Read the progress first: every hour before it is counted by then.
    const countedUntil = (await counts.getProgress(tenant))?.countedUntil;
    const items = await counts.range(tenant, from, to);
    const confirmed = (
      await Promise.all(groupIds.map((groupId) => counts.confirmed({ tenantId: tenant, groupId }, from, to)))
    ).flat();
    const end = countedUntil === undefined || countedUntil < from ? from : earlierOf(countedUntil, to);
    // The registry does not know how many groups an unregistered tenant has.
    const cells = items.reduce((sum, { groups = [] }) => sum + groups.length, 0);
    if (group === undefined) requireCells(cells, `${cells} counts`);
    const table = makeTable(items, confirmed, { group, end });
    const onlyMarked = items.filter(({ hour, groups }) => hour < end && groups === undefined).length;
    const uncountedHours = (epochMsOf(to) - epochMsOf(end)) / HOUR_MS + onlyMarked;
    const range = {
      tenant,
      from,
      to,
      ...(countedUntil !== undefined && { countedUntil }),
      hours,
      uncountedHours,
    };
    return { ...range, groups: sumByGroup(table, hours, groupIds), byHour: table };
  };

/** @throws {QuestionInvalidError} */
const requireCells = (cells: number, what: string): void => {
  if (cells <= MAX_CELLS) return;
  throw new QuestionInvalidError(`to must be earlier, or a group given: ${what} are too many for one answer`);
};

type Cut = { readonly group: GroupId | undefined; readonly end: Timestamp };

/** Every group and counted hour that has a call or is confirmed, in the order of hours and groups. */
const makeTable = (
  items: readonly HourCounts[],
  confirmed: readonly ConfirmedHour[],
  { group, end }: Cut,
): HourOfGroup[] => {
  const cells = new Map<string, { hour: Timestamp; group?: string; counts: CallCounts; listed?: number }>();
  for (const { hour, groups = [] } of items) {
    for (const { groupId, ...counts } of groups) {
      if (hour >= end || (group !== undefined && groupId !== group)) continue;
      cells.set(`${hour}#${groupId ?? ''}`, { hour, group: groupId, counts });
    }
  }
  // A call of these hours changed after they were counted.
  const outdated = new Set(
    items.flatMap(({ hour, recountState }) => (recountState === undefined ? [] : hour)),
  );
  for (const { hour, groupId, listed } of confirmed) {
    if (hour >= end || outdated.has(hour)) continue;
    const name = `${hour}#${groupId}`;
    cells.set(name, { hour, group: groupId, counts: cells.get(name)?.counts ?? zeroCounts(), listed });
  }
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { hour, group: of, counts, listed }]) => ({
      hour,
      ...(of !== undefined && { group: of }),
      ...addCounts(counts, zeroCounts()),
      completeness: shareOf(counts, listed !== undefined),
      ...(listed !== undefined && { listed }),
    }));
};

/** The range of a group is confirmed if each of its hours is. Hours that are not counted yet never are. */
const sumByGroup = (
  table: readonly HourOfGroup[],
  hours: number,
  groupIds: readonly GroupId[],
): GroupInRange[] => {
  const byGroup = Map.groupBy(table, ({ group }) => group);
  const names = new Set<string | undefined>([...groupIds, ...byGroup.keys()]);
  return [...names].map((group) => {
    const cells = byGroup.get(group) ?? [];
    const sum = cells.reduce<CallCounts>(addCounts, zeroCounts());
    const confirmedHours = cells.filter(({ listed }) => listed !== undefined).length;
    return {
      ...(group !== undefined && { group }),
      ...sum,
      completeness: shareOf(sum, confirmedHours === hours),
      confirmedHours,
    };
  });
};
