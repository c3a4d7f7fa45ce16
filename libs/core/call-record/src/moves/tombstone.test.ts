import { changedHours } from '../counts/changed-hours.ts';
import { makeCallCounter } from '../counts/hour-counts.ts';
import { hourOf } from '../counts/hours.ts';
import { TenantId } from '../ids.ts';
import { apply, by, minute, missing, stored } from '../test-call.ts';
import { recordListed } from '../transitions/record-listed.ts';
import { beginMove } from './begin-move.ts';
import { endMove } from './end-move.ts';
import { isTombstone } from './tombstone.ts';

const bolt = TenantId.parse('bolt');

describe('the record of a call that has moved', () => {
  it.each([
    ['missing', missing],
    ['stored', apply(missing, stored())],
  ])('is in no count, though the call was %s, and its hour is counted again', (_, before) => {
    const tombstone = apply(before, endMove({ tenantId: bolt }, before.revision, [], by(20)));
    expect(isTombstone(tombstone)).toBe(true);
    const counter = makeCallCounter();
    counter.add(tombstone);
    expect(counter.list()).toEqual([]);
    expect(changedHours(before, tombstone)).toEqual([hourOf(minute(0))]);
    expect(tombstone.reconciliationShard).toBeUndefined();
  });

  it('lists the copies at places that were chosen before, and not the one that is the recording', () => {
    const placeOf = (bucket: string) => ({ bucket, key: 'bolt/c' });
    const begun = ['a', 'b', 'c', 'a'].reduce(
      (record, bucket) => apply(record, beginMove({ tenantId: bolt, location: placeOf(bucket) }, by(20))),
      apply(missing, stored()),
    );
    const tombstone = apply(
      begun,
      endMove({ tenantId: bolt, location: placeOf('a') }, begun.revision, [], by(21)),
    );
    expect(tombstone.superseded).toMatchObject([
      { ...placeOf('b'), why: 'copied' },
      { ...placeOf('c'), why: 'copied' },
    ]);
  });

  it('is not made of a record that has changed since it was read', () => {
    const moved = endMove({ tenantId: bolt }, missing.revision - 1, [], by(20))(missing);
    expect(moved).toEqual({ result: false });
  });

  it('stays one if an export lists the call, which has its record elsewhere', () => {
    const tombstone = apply(missing, endMove({ tenantId: bolt }, missing.revision, [], by(20)));
    const listed = { exportJobId: 'job-1', readableUntil: minute(900_000), recordingId: 'rec-1' };
    expect(recordListed(listed, undefined, by(30))(tombstone)).toEqual({ result: 'absent' });
  });

  it('is a record again when a process that does not know of the move writes on it', () => {
    const tombstone = apply(missing, endMove({ tenantId: bolt }, missing.revision, [], by(20)));
    expect(isTombstone(apply(tombstone, stored({}, by(30))))).toBe(false);
  });
});
