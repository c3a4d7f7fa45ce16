import type { Registry } from '@recordings/call-record';
import { makeFindBucketFault, makeS3Client } from '@recordings/recording-store';
import { bucketNames, physicalName } from '@recordings/topology';
import type { Config } from '../../config.ts';
import { type Check, fault } from '../check.ts';
import { type Place, sayHowToMake } from '../place.ts';

/** Whether each bucket exists and may be used: our own, and one for each line of business of the registry. */
export const checkBuckets = (
  place: Place,
  config: Config,
  load: () => Promise<Pick<Registry, 'linesOfBusiness'>>,
): Check => ({
  name: 'buckets',
  run: async () => {
    // Without a registry, which is a finding of its own, the others are still looked at.
    const { linesOfBusiness } = await load().catch(() => ({ linesOfBusiness: [] }));
    const client = makeS3Client(config);
    const findFault = makeFindBucketFault(client);
    const names = bucketNames(linesOfBusiness).map((name) => physicalName(place.prefix, name));
    try {
      const found = await Promise.all(
        names.map(async (name) => {
          const why = await findFault(name);
          return why === undefined ? [] : [fault(`bucket ${name}: ${why}`, sayFix(why, place))];
        }),
      );
      return { looked: `${names.length} buckets`, findings: found.flat() };
    } finally {
      client.destroy();
    }
  },
});

const sayFix = (why: string, place: Place): string =>
  why.includes('exist')
    ? `${sayHowToMake(place)}; runbook bucket-missing`
    : 'use a role that may read it; if a service may not, deploy the stack again; runbook bucket-missing';
