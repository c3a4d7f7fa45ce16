import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { shortTime } from '../output/short-time.ts';

/**
 * Whether the pooler sweeps nothing, as its newest execution says.
 *
 * @returns when that execution started; undefined if the pooler sweeps, or no execution is known that says it.
 */
export const findDisabledSweeps = async ({
  executions,
}: Pick<Stores, 'executions'>): Promise<Timestamp | undefined> => {
  for await (const page of executions.newest()) {
    // An execution that runs or failed does not say it, nor does one of an older version.
    const newest = page.find(({ figures }) => figures?.['sweepsEnabled'] !== undefined);
    // One page: what older executions said is not known to be so now.
    return newest?.figures?.['sweepsEnabled'] === false ? newest.startedAt : undefined;
  }
  return undefined;
};

/** What a person is to know who asks for a sweep. */
export const sayDisabled = (since: Timestamp): string =>
  `Nothing sweeps: SWEEP_ENABLED of the pooler is false, as its execution of ${shortTime(since)} says. Ranges wait until it is true.`;
