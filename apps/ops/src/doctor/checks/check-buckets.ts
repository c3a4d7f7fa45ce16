import type { Registry } from '@recordings/call-record';
import { makeFindBucketFault, makeS3Client } from '@recordings/recording-store';
import { bucketNames, physicalName } from '@recordings/topology';
import type { Config } from '../../config.ts';
import { type Check, fault, withoutRegistry } from '../check.ts';
import { type Place, sayHowToMake } from '../place.ts';

/** Whether each bucket exists and may be used: our own, and one for each line of business of the registry. */
export const checkBuckets = (
  place: Place,
  config: Config,
  load: () => Promise<Pick<Registry, 'linesOfBusiness'>>,
): Check => ({
  name: 'buckets',
  run: async () => {
    const registry = await load().catch(() => undefined);
    const client = makeS3Client(config);
    const findFault = makeFindBucketFault(client);
    const names = bucketNames(registry?.linesOfBusiness ?? []).map((name) =>
      physicalName(place.prefix, name),
    );
    try {
      const found = await Promise.all(
        names.map(async (name) => {
          const why = await findFault(name);
          return why === undefined ? [] : [fault(`bucket ${name}: ${why}`, sayFix(why, place))];
        }),
      );
      const unseen = registry ? [] : [withoutRegistry('the buckets of lines of business are not known')];
      return { looked: `${names.length} buckets`, findings: [...found.flat(), ...unseen] };
    } finally {
      client.destroy();
    }
  },
});

const sayFix = (why: string, place: Place): string =>
  why.includes('exist')
    ? `${sayHowToMake(place)}; runbook bucket-missing`
    : 'use a role that may read it; if a service may not, deploy the stack again; runbook bucket-missing';
