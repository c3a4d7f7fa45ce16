import { isDeepStrictEqual } from 'node:util';
import type { Registry, RegistryGroup } from './registry.ts';

/** A field of a group, with its place in the group (`recording.enabled`), before and after. Absent: `undefined`. */
export type ChangedField = {
  readonly group: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
};

/** What differs between two versions of the registry. Groups are named `{name} of {tenant}`. */
export type RegistryChange = {
  readonly groupsAdded: readonly string[];
  readonly groupsRemoved: readonly string[];
  readonly tenantsAdded: readonly string[];
  readonly tenantsRemoved: readonly string[];
  readonly linesOfBusinessAdded: readonly string[];
  readonly linesOfBusinessRemoved: readonly string[];
  readonly fields: readonly ChangedField[];
};

type Compared = Pick<Registry, 'groups' | 'tenants' | 'linesOfBusiness'>;

/** @returns undefined if no group, tenant or line of business, and no field of a group, differs. */
export const describeRegistryChange = (before: Compared, after: Compared): RegistryChange | undefined => {
  const was = new Map(before.groups.map((group) => [nameOf(group), group]));
  const is = new Map(after.groups.map((group) => [nameOf(group), group]));
  const change: RegistryChange = {
    groupsAdded: without(is.keys(), was),
    groupsRemoved: without(was.keys(), is),
    ...compareLists(before, after),
    fields: [...is].flatMap(([group, next]) =>
      compare(was.get(group), next).map((field) => ({ group, ...field })),
    ),
  };
  return Object.values(change).every((list) => list.length === 0) ? undefined : change;
};

const nameOf = ({ name, tenant }: RegistryGroup): string => `${name} of ${tenant}`;

const without = (names: Iterable<string>, others: Pick<Map<string, unknown>, 'has'>): string[] =>
  [...names].filter((name) => !others.has(name));

const compareLists = (before: Compared, after: Compared) => {
  const tenants = [before, after].map((one) => new Set<string>(one.tenants.map(({ id }) => id)));
  const lines = [before, after].map((one) => new Set(one.linesOfBusiness));
  return {
    tenantsAdded: without(tenants[1]!, tenants[0]!),
    tenantsRemoved: without(tenants[0]!, tenants[1]!),
    linesOfBusinessAdded: without(lines[1]!, lines[0]!),
    linesOfBusinessRemoved: without(lines[0]!, lines[1]!),
  };
};

/** The places of an object that differ. A list is one place. Functions are not data of the registry. */
const compare = (
  before: object | undefined,
  after: object,
  path: readonly string[] = [],
): Omit<ChangedField, 'group'>[] => {
  if (before === undefined) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const from: unknown = (before as Record<string, unknown>)[name];
    const to: unknown = (after as Record<string, unknown>)[name];
    if (typeof to === 'function' || isDeepStrictEqual(from, to)) return [];
    if (isPlain(from) && isPlain(to)) return compare(from, to, [...path, name]);
    return [{ field: [...path, name].join('.'), from, to }];
  });
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
