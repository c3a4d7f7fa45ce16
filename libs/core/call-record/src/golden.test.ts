import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CallRecord, ReconciliationStatus } from './call-record.ts';
import { apply, reported } from './test-call.ts';
import { goldenCalls } from './test-golden.ts';

const FOLDER = join(import.meta.dirname, '../../../../fixtures/golden');
/** The stored records of every version, by their file. */
const stored = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\/call-[a-z-]+\.json$/.test(file))
  .map((file): [string, Record<string, unknown>] => [
    file,
    JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, unknown>,
  ]);
const newest = Math.max(...readdirSync(FOLDER).map(Number).filter(Number.isInteger));
const ofThisVersion = new Map(
  stored
    .filter(([file]) => file.startsWith(`${newest}/`))
    .map(([file, item]) => [basename(file, '.json'), item]),
);

describe('the stored call records of every version', () => {
  it.each(stored)('are read with all fields: %s', (_, item) => {
    expect(CallRecord.parse(item)).toEqual(item);
  });

  it.each(stored)('keep all fields when an event changes them: %s', (_, item) => {
    const renamed = reported({
      eventType: 'CDR_END',
      timestamp: '2026-01-15T10:33:00.000Z',
      direction: 'inbound',
    });
    const changed = apply(CallRecord.parse(item), renamed);
    expect(changed.revision).toBe((item['revision'] as number) + 1);
    expect(Object.keys(changed)).toEqual(expect.arrayContaining(Object.keys(item)));
  });

  it('contain what this version writes in each state, in the newest folder', () => {
    expect(Object.fromEntries(ofThisVersion)).toEqual(JSON.parse(JSON.stringify(goldenCalls)));
    const statuses = [...ofThisVersion.values()].map((item) => item['reconciliationStatus']);
    expect(statuses).toEqual(expect.arrayContaining(ReconciliationStatus.options));
  });
});
