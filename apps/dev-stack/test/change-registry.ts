import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, waitUntil } from '@recordings/test-kit';
import { parse, stringify } from 'yaml';

const WATCHERS = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader'];

/** Gives the stack a registry that is wrong, and then one with a new tenant, group and line of business and a longer retention. */
export const changeRegistry = async (logs: string): Promise<void> => {
  const file = join(logs, '..', 'registry.yaml');
  const first = parse(await readFile(file, 'utf8')) as Record<
    'tenants' | 'linesOfBusiness' | 'groups',
    object[]
  >;
  const allLogged = (event: string): Promise<void> =>
    waitUntil(
      `every service has logged ${event}`,
      async () => {
        const texts = await Promise.all(WATCHERS.map((name) => readFile(join(logs, `${name}.log`), 'utf8')));
        return texts.every((text) => text.includes(event));
      },
      120,
    );
  await replaceFile(file, stringify({ ...first, groups: [{ ...first.groups[0], retentionDays: -1 }] }));
  await allLogged('registry_refused');
  const [one] = first.groups;
  const added = { ...one, name: 'NF_Travel', lineOfBusiness: { default: 'travel' } };
  const next = {
    ...first,
    tenants: [...first.tenants, { id: 'meridian', name: 'Meridian' }],
    linesOfBusiness: [...first.linesOfBusiness, { id: 'travel', name: 'Travel' }],
    groups: [...first.groups.map((group) => ({ ...group, retentionDays: 75 })), added],
  };
  await replaceFile(file, stringify(next));
  await allLogged('registry_changed');
};
